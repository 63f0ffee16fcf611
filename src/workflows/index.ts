// Stock workflows: every function exported here becomes a workflow type of each worker.
export { sluiceDeliver } from './sluice-deliver';
export { sluiceHeld } from './sluice-held';
export { sluiceRoute } from './sluice-route';
