// An outbox writer (I9). This workflow lets one process at a time own the writer, and shows which one and its progress.
// Publishes do not pass through here: they reach the owner by the writer's own task queue. So the state of this
// workflow is one report, and its history a few events an hour.
import { ActivityCancellationType, CancellationScope, proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import { LEAVE_SIGNAL, STATUS_QUERY } from '../../model/contract/contract';
import { continueOnCurrentBuild } from '../host/continue-on-current-build';
import type { OutboxActivities, OutboxInput, OutboxStatus } from '../../model/contract/outbox-contract';
import { defined } from '../../model/defined';
import { isOutboxInput } from '../../model/wire/start-inputs';
import { onBareQuery, onBareSignal } from '../wire/checked-handlers';
import { checkedStart } from '../wire/checked-start';

const { holdOutbox } = proxyActivities<OutboxActivities>({
  startToCloseTimeout: '2 hours',
  // This is short because keys wait for it after a crash. Kafka fences an owner that is wrongly taken for dead.
  heartbeatTimeout: '10 seconds',
  // A writer that moves to another build is released first, so that what is under way need not be looked up.
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '200 milliseconds', maximumInterval: '5 seconds' },
});

/** A cancel request must not end it, or keys would wait for it without end. */
export const sluiceOutbox = checkedStart(isOutboxInput, (input) => CancellationScope.nonCancellable(() => hold(input)));

const hold = async (input: OutboxInput): Promise<never> => {
  onBareQuery(STATUS_QUERY, (): OutboxStatus => ({ ...input, held: true }));
  setCurrentDetails(details(input));
  const session = new CancellationScope();
  let leaves = false;
  // A worker of another build asks for it. A run stays on its build, and so does the activity that owns the writer.
  onBareSignal(LEAVE_SIGNAL, () => {
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
    `Handed on ${sessions} times. The last owner, ${holder.replace(/[\\`*_[\]<>]/g, '\\$&')}, published ${published} records in ${transactions} transactions up to sequence ${sequence}; ${doubts} were in doubt.`,
  ].join('\n\n');
};
