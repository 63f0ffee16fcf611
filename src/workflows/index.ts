// Stock workflows: every function exported here becomes a workflow type of each worker.
export { sluiceAgents } from './sluice-agents';
export { sluiceDeliver } from './sluice-deliver';
export { sluiceHeld } from './sluice-held';
export { sluiceHeldAgents } from './sluice-held-agents';
export { sluiceOutbox } from './sluice-outbox';
export { sluicePublish } from './sluice-publish';
export { sluiceRoute } from './sluice-route';
export { sluiceShelf } from './sluice-shelf';
