import type { ResolvedDestination } from '../../config/destination/resolved-destination';
import type { Log } from '../../log';
import type { Destination } from './destination';
import { loggedNews, type DestinationNews } from './destination-news';
import { FunctionDestination } from './function-destination';
import { HttpDestination } from './http-destination';

/** Makes each destination of the config once for the life of the worker: limits, breakers and gates hold per process. */
export const createDestinations = (
  options: ReadonlyMap<string, ResolvedDestination>,
  log: Log,
): ReadonlyMap<string, Destination> =>
  new Map(
    Array.from(options, ([name, destination]) => [name, destinationOf(destination, loggedNews(name, log))] as const),
  );

const destinationOf = (options: ResolvedDestination, news: DestinationNews): Destination =>
  options.kind === 'http' ? new HttpDestination(options, news) : new FunctionDestination(options, news);
