// Keeps records for a key whose workflow was closed (terminated, cancelled, failed), so that neither the key's records
// are lost nor its partition waits (I7, I10). Records are kept by position; their payload is still in Kafka. When an
// operator restarts the key, the closed run's state is taken up again, what waited here follows, and this workflow ends.
import {
  CancellationScope,
  condition,
  defineQuery,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import {
  LEAVE_SIGNAL,
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
import { defined } from '../../model/defined';

const { reopenKey, forwardRecords } = proxyActivities<Activities>({
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '10 seconds' },
});

const RECORDS_PER_SIGNAL = 500;
/** Of keys: a signal and the activity input it comes from must stay far below 2 MB. */
const KEY_BYTES_PER_SIGNAL = 512 * 1024;

export const sluiceHeld = (input: HeldInput): Promise<void> => CancellationScope.nonCancellable(() => hold(input));

const hold = async (input: HeldInput): Promise<void> => {
  const { workflowId, closedRunId, earlierRunId, carried } = input;
  const watermarks = new Watermarks(carried?.watermarks);
  const records = new HeldRecords(carried?.waiting);
  let released = wasReleased(input);
  let leave = false;
  let reopened = carried?.reopened ?? false;
  const status = (): HeldStatus => ({ workflowId, closedRunId, waiting: records.size, released });
  const show = (): void => {
    const how = released ? 'being restarted' : 'waiting for `sluice keys restart`';
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
    released = true;
  });
  setHandler(defineSignal(LEAVE_SIGNAL), () => {
    leave = true;
  });
  setHandler(defineQuery<HeldStatus>(STATUS_QUERY), status);

  const carry = (): HeldInput => ({
    ...input,
    carried: { waiting: records.carry(), watermarks: watermarks.snapshot(), released, reopened },
  });
  const timeToLeave = (): boolean => leave || workflowInfo().continueAsNewSuggested;
  show();
  await condition(() => released || timeToLeave());
  if (!released) return continueOnCurrentBuild(carry());
  show();
  if (!reopened) await reopenKey({ workflowId, closedRunId, ...defined({ earlierRunId }) });
  reopened = true;
  while (records.size > 0) {
    if (timeToLeave()) return continueOnCurrentBuild(carry());
    const { stream, batch } = records.next(RECORDS_PER_SIGNAL, KEY_BYTES_PER_SIGNAL);
    await forwardRecords(workflowId, { stream, records: batch });
    records.drop(batch.length);
    show();
  }
};

/** What has retired wants nobody's decision to come back. */
const wasReleased = ({ carried, retired }: HeldInput): boolean => carried?.released ?? retired === true;
