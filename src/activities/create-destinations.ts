import type { ResolvedDestination } from '../config/resolved';
import type { Destination } from './destination';
import { FunctionDestination } from './function-destination';
import { HttpDestination } from './http-destination';

const destinationOf = (options: ResolvedDestination): Destination =>
  options.kind === 'http' ? new HttpDestination(options) : new FunctionDestination(options);

/** One for each destination of the config, for the life of the worker: limits hold per process. */
export const createDestinations = (
  options: ReadonlyMap<string, ResolvedDestination>,
): ReadonlyMap<string, Destination> =>
  new Map(Array.from(options, ([name, destination]) => [name, destinationOf(destination)]));
