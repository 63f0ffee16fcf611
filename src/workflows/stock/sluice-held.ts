// Keeps records for a key whose workflow was closed (terminated, cancelled, failed), so that its records are not lost
// and its partition does not wait (I7, I10). Records are kept by position; their payloads are still in Kafka. When an
// operator restarts the key, it resumes with the closed run's state, gets what waited here, and this workflow ends.
import {
  CancellationScope,
  condition,
  defineQuery,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import {
  RECORDS_SIGNAL,
  RELEASE_SIGNAL,
  STATUS_QUERY,
  type HeldInput,
  type HeldStatus,
  type RecordsSignal,
} from '../../model/contract/contract';
import type { Activities } from '../../model/contract/effect-contract';
import { Watermarks } from '../../model/watermarks';
import { HeldRecords } from '../../model/held-records';
import { continueOnCurrentBuild } from '../host/continue-on-current-build';
import { RunLength } from '../host/run-length';
import { defined } from '../../model/defined';

const { reopenKey, forwardRecords } = proxyActivities<Activities>({
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '10 seconds' },
});

const RECORDS_PER_SIGNAL = 500;
/** Limits the keys in a signal: it and the activity input that it comes from must stay far below 2 MB. */
const KEY_BYTES_PER_SIGNAL = 512 * 1024;

/** `released`: an operator has restarted the key, or it returns from the shelf. `reopened`: its run takes records. */
type Phase = 'waiting' | 'released' | 'reopened';

export const sluiceHeld = (input: HeldInput): Promise<void> => CancellationScope.nonCancellable(() => hold(input));

const hold = async (input: HeldInput): Promise<void> => {
  const { workflowId, closedRunId, earlierRunId, carried } = input;
  const watermarks = new Watermarks(carried?.watermarks);
  const records = new HeldRecords(carried?.waiting);
  let phase = phaseOf(input);
  const length = new RunLength();
  const status = (): HeldStatus => ({ workflowId, closedRunId, waiting: records.size, released: phase !== 'waiting' });
  const show = (): void => {
    const how = phase === 'waiting' ? 'waiting for `sluice keys restart`' : 'being restarted';
    setCurrentDetails(`Run ${closedRunId} was closed; ${records.size} records wait here, ${how}.`);
  };

  setHandler(defineSignal<[RecordsSignal]>(RECORDS_SIGNAL), ({ stream, records: received }) => {
    for (const record of received) {
      const acceptance = watermarks.accept(stream, record);
      if (acceptance === 'new' || acceptance === 'truncation') records.push(stream, record);
    }
    show();
  });
  setHandler(defineSignal(RELEASE_SIGNAL), () => {
    if (phase === 'waiting') phase = 'released';
  });
  length.listen();
  setHandler(defineQuery<HeldStatus>(STATUS_QUERY), status);

  const carry = (): HeldInput => ({
    ...input,
    carried: {
      waiting: records.carry(),
      watermarks: watermarks.snapshot(),
      released: phase !== 'waiting',
      reopened: phase === 'reopened',
    },
  });
  show();
  await condition(() => phase !== 'waiting' || length.isFull());
  if (phase === 'waiting') return continueOnCurrentBuild(carry());
  show();
  if (phase === 'released') await reopenKey({ workflowId, closedRunId, ...defined({ earlierRunId }) });
  phase = 'reopened';
  while (records.size > 0) {
    if (length.isFull()) return continueOnCurrentBuild(carry());
    const { stream, batch } = records.next(RECORDS_PER_SIGNAL, KEY_BYTES_PER_SIGNAL);
    await forwardRecords(workflowId, { stream, records: batch });
    records.drop(batch.length);
    show();
  }
};

/** A retired key comes back without anybody's decision. */
const phaseOf = ({ carried, retired }: HeldInput): Phase => {
  if (carried?.reopened === true) return 'reopened';
  return (carried?.released ?? retired === true) ? 'released' : 'waiting';
};
