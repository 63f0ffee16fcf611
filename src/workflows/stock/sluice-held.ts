// Keeps records for a key whose workflow was closed (terminated, cancelled, failed), so that its records are not lost
// and its partition does not wait (I7, I10). Records are kept by position; their payloads are still in Kafka. When an
// operator restarts the key, it resumes with the closed run's state, gets what waited here, and this workflow ends.
import { CancellationScope, condition, proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import {
  RECORDS_SIGNAL,
  RELEASE_SIGNAL,
  STATUS_QUERY,
  type HeldInput,
  type HeldStatus,
} from '../../model/contract/contract';
import type { KeyStart, Release } from '../../model/contract/release-contract';
import type { Activities } from '../../model/contract/effect-contract';
import { Watermarks } from '../../model/positions/watermarks';
import { HeldRecords } from '../../model/records/held-records';
import { isHeldInput, isRelease, isWholeHeldInput } from '../../model/wire/start-inputs';
import { continueOnCurrentBuild } from '../host/continue-on-current-build';
import { RunLength } from '../host/run-length';
import { defined } from '../../model/defined';
import { onBareQuery, onSignal } from '../wire/checked-handlers';
import { checkedStart } from '../wire/checked-start';
import { onRecords } from '../wire/on-records';
import { Refusals } from '../wire/refusals';

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

export const sluiceHeld = checkedStart(
  isHeldInput,
  (input) => CancellationScope.nonCancellable(() => hold(input)),
  isWholeHeldInput,
);

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

  const refusals = new Refusals();
  onRecords(RECORDS_SIGNAL, refusals, (signal) => {
    if (signal === undefined) return;
    const { stream, records: received } = signal;
    for (const record of received) {
      const acceptance = watermarks.accept(stream, record);
      if (acceptance === 'new' || acceptance === 'truncation') records.push(stream, record);
    }
    show();
  });
  let start: KeyStart | undefined;
  const release = (given: Release | null | undefined): void => {
    start ??= given?.start;
    if (phase === 'waiting') phase = 'released';
  };
  onSignal(RELEASE_SIGNAL, isRelease, release, refusals);
  length.listen();
  onBareQuery(STATUS_QUERY, status);

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
  if (phase === 'released') await reopenKey({ workflowId, closedRunId, ...defined({ earlierRunId, start }) });
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
