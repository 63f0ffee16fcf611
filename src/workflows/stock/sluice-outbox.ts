// An outbox writer (I9): sees to it that one process at a time holds the writer, and shows which and how far it is. What
// is published does not pass through here: it goes to whoever holds the writer by the writer's own task queue. So the
// state of this workflow is one report, and its history a few events an hour.
import {
  ActivityCancellationType,
  CancellationScope,
  defineQuery,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import { LEAVE_SIGNAL, STATUS_QUERY } from '../../model/contract/contract';
import { continueOnCurrentBuild } from '../host/continue-on-current-build';
import type { OutboxActivities, OutboxInput, OutboxStatus } from '../../model/contract/outbox-contract';
import { defined } from '../../model/defined';

const { holdOutbox } = proxyActivities<OutboxActivities>({
  startToCloseTimeout: '2 hours',
  // Short, because keys wait for it after a crash. A holder that is taken for dead and is not is fenced by Kafka.
  heartbeatTimeout: '10 seconds',
  // A writer that moves to another build is let go of first: what is under way need not be looked up then.
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '200 milliseconds', maximumInterval: '5 seconds' },
});

/** A cancel request does not end it: keys would wait for it without end. */
export const sluiceOutbox = (input: OutboxInput): Promise<never> => CancellationScope.nonCancellable(() => hold(input));

const hold = async (input: OutboxInput): Promise<never> => {
  setHandler(defineQuery<OutboxStatus>(STATUS_QUERY), () => ({ ...input, held: true }));
  setCurrentDetails(details(input));
  const session = new CancellationScope();
  let leaves = false;
  // A worker of another build wants it there. A run stays on its build, and so does the activity that holds the writer.
  setHandler(defineSignal(LEAVE_SIGNAL), () => {
    leaves = true;
    session.cancel();
  });
  const holding = session.run(() => holdOutbox({ gateway: input.gateway, writer: input.writer }));
  const last = await holding.catch((error: unknown) => {
    if (leaves) return input.last;
    throw error;
  });
  const next: OutboxInput = { ...input, sessions: input.sessions + 1, ...defined({ last }) };
  return continueOnCurrentBuild(next);
};

const details = ({ writer, sessions, last }: OutboxInput): string => {
  const head = `Outbox writer **${writer}**: the process whose activity \`holdOutbox\` is pending has it; the heartbeat of that activity shows the sequence and the published records.`;
  if (last === undefined) return head;
  const { holder, sequence, published, transactions, doubts } = last;
  return [
    head,
    `Handed on ${sessions} times. The last holder, ${holder.replace(/[\\`*_[\]<>]/g, '\\$&')}, published ${published} records in ${transactions} transactions up to sequence ${sequence}; ${doubts} were in doubt.`,
  ].join('\n\n');
};
