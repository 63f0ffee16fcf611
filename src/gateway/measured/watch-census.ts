import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { errorText } from '../../errors';
import type { Log } from '../../log';
import { OTHER } from '../../model/keys/census';
import { FAILURE_CODES } from '../../model/contract/failure';
import { AskingTime } from '../../operations/asking-time';
import { CAUSE_MANY, CAUSE_UNKNOWN, type Census, type CensusRow } from '../../operations/census/census';
import { CensusKeeper } from '../../operations/census/census-keeper';
import { takeCensus } from '../../operations/census/take-census';
import type { Telemetry } from '../../telemetry/telemetry';

/** What is older says nothing about now. */
const STALE_MS = 60_000;
/** How long lanes are asked in all. Scrapes are to be right within 5 s, and the next census asks the others again. */
const ASKING_MS = 2_500;
/** A gauge of keys has at most so many series; the smallest are added up. */
const MAX_ROWS = 300;

const CAUSE = /^([\w-]+)(?::[1-5]\d\d)?$/;
const CAUSES: ReadonlySet<string> = new Set([...FAILURE_CODES, CAUSE_UNKNOWN, CAUSE_MANY]);

type Labels = Readonly<Record<'route' | 'status' | 'destination' | 'cause', string>>;

/** Shows how many keys do not move, and why, to those who scrape. Returns how to end it. */
export const watchCensus = (
  config: ResolvedConfig,
  client: Client,
  telemetry: Telemetry,
  log: Log,
): { close(): void } => {
  const keeper = new CensusKeeper(
    () => AskingTime.within(ASKING_MS, () => takeCensus(client, config)),
    (error) => {
      log.debug({ gateway: config.name, error: errorText(error) }, 'the keys that do not move could not be counted');
    },
  );
  const fresh = (): Census | undefined => {
    const census = keeper.current();
    return census !== undefined && Date.now() - census.at < STALE_MS ? census : undefined;
  };
  telemetry.gauge('sluice_keys', (put) => {
    for (const [labels, keys] of keySeries(fresh()?.rows ?? [], config)) put(labels, keys);
  });
  telemetry.gauge('sluice_workflows_running', (put) => {
    for (const { route, running } of routeSeries(fresh())) put({ route }, running);
  });
  telemetry.gauge('sluice_workflows_closed', (put) => {
    for (const { route, closed } of routeSeries(fresh())) put({ route }, closed);
  });
  telemetry.gauge('sluice_agent_hosts_closed', (put) => {
    for (const [agents, hosts] of fresh()?.closedAgentHosts ?? []) put({ agents }, hosts);
  });
  telemetry.gauge('sluice_census_age_seconds', (put) => {
    const census = keeper.current();
    if (census !== undefined) put({}, (Date.now() - census.at) / 1_000);
  });
  telemetry.gauge('sluice_census_complete', (put) => {
    const census = fresh();
    if (census !== undefined) put({}, Number(census.complete));
  });
  return keeper;
};

interface RouteSeries {
  readonly route: string;
  readonly running: number;
  readonly closed: number;
}

/** A route without closed workflows says so, and an alert ends. */
export const routeSeries = (census: Pick<Census, 'running' | 'closed'> | undefined): readonly RouteSeries[] =>
  Array.from(census?.running ?? [], ([route, running]) => ({
    ...{ route, running },
    closed: census?.closed.get(route)?.workflows ?? 0,
  }));

/** Destinations and causes may come from a handler or from a newer worker: what is not known here is `other`. */
export const keySeries = (
  rows: readonly CensusRow[],
  { destinations }: Pick<ResolvedConfig, 'destinations'>,
): readonly (readonly [Labels, number])[] => {
  const series = new Map<string, [Labels, number]>();
  rows.forEach(({ route, status, destination = '', cause = '', keys }, index) => {
    const labelled = (text: string, isKnown: boolean): string =>
      text === '' || (index < MAX_ROWS && isKnown) ? text : OTHER;
    const labels: Labels = {
      route,
      status,
      destination: labelled(destination, destinations.has(destination)),
      cause: labelled(cause, CAUSES.has(CAUSE.exec(cause)?.[1] ?? '')),
    };
    const name = JSON.stringify(labels);
    series.set(name, [labels, (series.get(name)?.[1] ?? 0) + keys]);
  });
  return Array.from(series.values());
};
