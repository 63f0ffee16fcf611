import { cancellation } from '../activities/cancellation';
import { performAtOnce, type AtOnceDeps } from '../activities/effects/perform-at-once';
import { performEffects } from '../activities/effects/perform-effects';
import { readForHandler } from '../activities/effects/read-for-handler';
import { SlowKeys } from '../activities/effects/slow-keys';
import { rejectRecord } from '../activities/effects/reject-record';
import type { KeyDeps } from '../activities/keys/key-deps';
import { mayRetire } from '../activities/keys/may-retire';
import { shelveKey } from '../activities/keys/shelve-key';
import { withHeartbeat } from '../activities/with-heartbeat';
import type { LocalActivities } from '../model/contract/at-once-contract';
import type { ChildOutcome, ChildRequest } from '../model/contract/child-contract';
import type { RecordsSignal } from '../model/contract/contract';
import type { Activities, ReopenRequest } from '../model/contract/effect-contract';
import type { RecallRequest, ShelfFinding, TakeRequest } from '../model/contract/shelf-contract';
import type { LimitedLog } from '../telemetry/limited-log';
import type { Telemetry } from '../telemetry/telemetry';
import { watchedRejections } from './measured/watched-rejections';

/** What activities need from outside. Clients of Temporal and Kafka are made elsewhere and passed in. */
export interface ActivityDeps extends AtOnceDeps, KeyDeps {
  awaitChild(request: ChildRequest): Promise<ChildOutcome>;
  reopenKey(request: ReopenRequest): Promise<void>;
  forwardRecords(workflowId: string, signal: RecordsSignal): Promise<void>;
  handedOver(heldWorkflowId: string): Promise<void>;
  recallKey(request: RecallRequest): Promise<void>;
  unshelveKey(request: TakeRequest): Promise<ShelfFinding>;
  readonly telemetry: Telemetry;
  readonly news: LimitedLog;
}

/** The activities of a worker, with their clients bound. */
export const createActivities = (deps: ActivityDeps): Activities & LocalActivities => ({
  ...effectActivities(deps),
  readRecords: withHeartbeat(readForHandler((request) => deps.readRecords(request, cancellation()))),
  rejectRecord: withHeartbeat(watchedRejections(rejectRecord(deps), deps.telemetry, deps.news)),
  awaitChild: (request) => deps.awaitChild(request),
  reopenKey: withHeartbeat((request) => deps.reopenKey(request)),
  forwardRecords: withHeartbeat((workflowId, signal) => deps.forwardRecords(workflowId, signal)),
  handedOver: withHeartbeat((heldWorkflowId) => deps.handedOver(heldWorkflowId)),
  mayRetire: mayRetire(deps),
  shelveKey: withHeartbeat(shelveKey(deps)),
  recallKey: withHeartbeat((request) => deps.recallKey(request)),
  unshelveKey: withHeartbeat((request) => deps.unshelveKey(request)),
});

const effectActivities = (
  deps: ActivityDeps,
): Pick<Activities & LocalActivities, 'performEffects' | 'performAtOnce'> => {
  const slowKeys = new SlowKeys();
  return { performEffects: performEffects(deps, slowKeys), performAtOnce: performAtOnce(deps, slowKeys) };
};
