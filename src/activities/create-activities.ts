import type { Activities } from '../model/contract/effect-contract';
import type { ActivityDeps } from './activity-deps';
import { mayRetire } from './keys/may-retire';
import { performEffects } from './effects/perform-effects';
import { readForHandler } from './effects/read-for-handler';
import { rejectRecord } from './effects/reject-record';
import { shelveKey } from './keys/shelve-key';
import { withHeartbeat } from './with-heartbeat';

/** The activities of a worker, with their clients bound. */
export const createActivities = (deps: ActivityDeps): Activities => ({
  performEffects: performEffects(deps),
  readRecords: withHeartbeat(readForHandler((request) => deps.readRecords(request))),
  rejectRecord: withHeartbeat(rejectRecord(deps)),
  awaitChild: (request) => deps.awaitChild(request),
  reopenKey: withHeartbeat((request) => deps.reopenKey(request)),
  forwardRecords: withHeartbeat((workflowId, signal) => deps.forwardRecords(workflowId, signal)),
  handedOver: withHeartbeat((heldWorkflowId) => deps.handedOver(heldWorkflowId)),
  mayRetire: mayRetire(deps),
  shelveKey: withHeartbeat(shelveKey(deps)),
  recallKey: withHeartbeat((request) => deps.recallKey(request)),
  unshelveKey: withHeartbeat((request) => deps.unshelveKey(request)),
});
