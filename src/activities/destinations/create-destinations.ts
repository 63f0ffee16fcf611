import type { ResolvedDestination } from '../../config/destination/resolved-destination';
import type { Log } from '../../log';
import type { Telemetry } from '../../telemetry/telemetry';
import type { Destination } from './call/destination';
import { loggedNews, type DestinationNews } from './gate/destination-news';
import { FunctionDestination } from './function-destination';
import { HttpDestination } from './http/http-destination';
import { measuredNews } from './gate/measured-news';
import { newsToAll } from './gate/news-to-all';

/** Makes each destination of the config once for the life of the worker: limits, breakers and gates hold per process. */
export const createDestinations = (
  options: ReadonlyMap<string, ResolvedDestination>,
  log: Log,
  telemetry: Telemetry,
): ReadonlyMap<string, Destination> => {
  const destinations = Array.from(options, ([name, destination]) => {
    const news = newsToAll([loggedNews(name, log), measuredNews(name, telemetry)]);
    return [name, destinationOf(destination, news)] as const;
  });
  telemetry.gauge('sluice_calls_in_flight', (put) => {
    for (const [destination, { callsUnderWay }] of destinations) put({ destination }, callsUnderWay);
  });
  return new Map(destinations);
};

const destinationOf = (options: ResolvedDestination, news: DestinationNews): Destination =>
  options.kind === 'http' ? new HttpDestination(options, news) : new FunctionDestination(options, news);
