import type { Log } from '../log';
import type { OpenStep } from '../model/step-slot';
import { routePrefix } from '../model/names/workflow-id';

interface Names {
  readonly gateway: string;
  readonly routes: readonly { readonly name: string }[];
}

/** Logs a step of a workflow that takes long, by its route and key. */
export const toldSlowStep =
  ({ gateway, routes }: Names, log: Log) =>
  ({ workflowId, chain }: OpenStep, seconds: number): void => {
    const route = routes.find(({ name }) => workflowId.startsWith(routePrefix(gateway, name)))?.name;
    const fields = { ...(route && { route }), ...(chain && { key: chain }), workflowId, seconds };
    log.warn(fields, 'a handler computes without a pause: no key of this worker goes on until it ends, or is ended');
  };
