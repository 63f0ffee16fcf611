import type { Activities } from '../model/effect-contract';
import type { ActivityDeps } from './activity-deps';
import { mayRetire } from './may-retire';
import { performEffects } from './perform-effects';
import { readForHandler } from './read-for-handler';
import { rejectRecord } from './reject-record';
import { shelveKey } from './shelve-key';

/** The activities of a worker, with their clients bound. */
export const createActivities = (deps: ActivityDeps): Activities => ({
  performEffects: performEffects(deps),
  readRecords: readForHandler((request) => deps.readRecords(request)),
  rejectRecord: rejectRecord(deps),
  awaitChild: (request) => deps.awaitChild(request),
  reopenKey: (request) => deps.reopenKey(request),
  forwardRecords: (workflowId, signal) => deps.forwardRecords(workflowId, signal),
  handedOver: (heldWorkflowId) => deps.handedOver(heldWorkflowId),
  mayRetire: mayRetire(deps),
  shelveKey: shelveKey(deps),
  recallKey: (request) => deps.recallKey(request),
  unshelveKey: (request) => deps.unshelveKey(request),
});
