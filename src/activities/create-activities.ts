import type { ResolvedDestination } from '../config/resolved';
import type { Activities } from '../model/effect-contract';
import type { ActivityDeps } from './activity-deps';
import type { Destination } from './destination';
import { FunctionDestination } from './function-destination';
import { HttpDestination } from './http-destination';
import { performEffects } from './perform-effects';

const destinationOf = (options: ResolvedDestination): Destination =>
  options.kind === 'http' ? new HttpDestination(options) : new FunctionDestination(options);

/** The activities of a worker, with their clients bound. Destinations live as long: limits hold per process. */
export const createActivities = (deps: ActivityDeps): Activities => {
  const destinations = new Map(Array.from(deps.destinations, ([name, options]) => [name, destinationOf(options)]));
  return {
    performEffects: performEffects(deps, destinations),
    readRecords: (request) => deps.readRecords(request),
    reopenKey: (request) => deps.reopenKey(request),
    forwardRecords: (workflowId, signal) => deps.forwardRecords(workflowId, signal),
  };
};
