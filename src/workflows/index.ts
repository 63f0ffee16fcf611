// Stock workflows: every function exported here becomes a workflow type of each worker.
export { sluiceAgents } from './stock/sluice-agents';
export { sluiceDeliver } from './stock/sluice-deliver';
export { sluiceDeliver as sluiceDeliverAtOnce } from './stock/sluice-deliver';
export { sluiceHeld } from './stock/sluice-held';
export { sluiceHeldAgents } from './stock/sluice-held-agents';
export { sluiceOutbox } from './stock/sluice-outbox';
export { sluicePublish } from './stock/sluice-publish';
export { sluiceRoute } from './stock/sluice-route';
export { sluiceShelf } from './stock/sluice-shelf';
