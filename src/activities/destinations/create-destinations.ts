import type { ResolvedDestination } from '../../config/gateway/resolved';
import type { Log } from '../../log';
import type { BreakerListener } from './call-gate';
import type { Destination } from './destination';
import { FunctionDestination } from './function-destination';
import { HttpDestination } from './http-destination';

/** Makes each destination of the config once for the life of the worker: limits and breakers hold per process. */
export const createDestinations = (
  options: ReadonlyMap<string, ResolvedDestination>,
  log: Log,
): ReadonlyMap<string, Destination> =>
  new Map(
    Array.from(options, ([name, destination]) => [name, destinationOf(destination, breakerLog(name, log))] as const),
  );

const destinationOf = (options: ResolvedDestination, changed: BreakerListener): Destination =>
  options.kind === 'http' ? new HttpDestination(options, changed) : new FunctionDestination(options, changed);

const breakerLog = (destination: string, log: Log): BreakerListener => {
  let down = false;
  return (state, failed, calls) => {
    // A failed probe opens the breaker again, which is no news.
    if (state === 'open' && !down)
      log.warn({ destination, failed, calls }, 'the circuit breaker is open: keys wait for the destination');
    if (state === 'closed') log.info({ destination }, 'the circuit breaker is closed');
    down = state === 'open';
  };
};
