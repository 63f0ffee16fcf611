import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { defined } from '../../model/defined';
import { WAIT_REASONS } from '../../model/contract/wait-reason';
import type { Census, CensusRow } from '../../operations/census/census';
import { routeCounts } from '../../operations/census/route-counts';
import { realState, routeFailures } from '../../operations/routes/route-state';
import { isKnown, type GatewayStatus } from '../../operations/status/gateway-status';
import { terminalText } from '../../terminal-text';
import { groupsAnswer } from './groups-answer';
import type { CallRates, DestinationRow, Groups, OverviewAnswer, RouteRow } from '../wire/overview';

const MESSAGE = 500;
/** Nobody knows of any as long as Temporal does not answer. */
const NO_GROUPS: Groups = { rows: [], complete: false };

const replayOf = (status: GatewayStatus, route: string): Pick<RouteRow, 'replay'> => {
  const replay = isKnown(status.temporal) ? status.temporal.routes.get(route)?.control.replay : undefined;
  if (replay === undefined) return {};
  const progress = isKnown(status.kafka) ? status.kafka.get(route)?.replay : undefined;
  const { number, phase } = replay;
  return { replay: { number, phase, ...(progress && { done: `${progress.done}`, total: `${progress.total}` }) } };
};

const kafkaOf = ({ kafka, temporal }: GatewayStatus, route: string, now: number): Partial<RouteRow> => {
  const known = isKnown(kafka) ? kafka.get(route) : undefined;
  if (known === undefined) return {};
  const control = isKnown(temporal) ? temporal.routes.get(route)?.control : undefined;
  const { lag, oldest } = known;
  return {
    lag: lag.topics.reduce((sum, topic) => sum + topic.lag, 0n).toString(),
    groupMembers: lag.groupMembers,
    ...(control === undefined ? {} : { real: realState(control, lag) }),
    ...(oldest === undefined ? {} : { oldestMs: Math.max(0, now - oldest) }),
  };
};

const countsOf = (census: Census | undefined, route: string): Partial<RouteRow> => {
  if (census === undefined) return {};
  const { running: workflows, ...counts } = routeCounts(census, route);
  return { workflows, ...counts };
};

const temporalOf = ({ temporal }: GatewayStatus, route: string): Partial<RouteRow> => {
  const known = isKnown(temporal) ? temporal.routes.get(route) : undefined;
  if (known === undefined) return {};
  const { control, waiting, failing, closed } = known;
  return {
    desired: control.desired,
    ...(waiting === undefined ? {} : { waiting: waiting.records, waitingComplete: waiting.complete }),
    ...(failing.ids.length === 0 ? {} : { failing: failing.ids.length }),
    ...defined({ closed: closed?.workflows }),
  };
};

const routeRow = ({ name, lanes }: ResolvedRoute, { status, census }: OverviewParts, now: number): RouteRow => {
  const control = isKnown(status.temporal) ? status.temporal.routes.get(name)?.control : undefined;
  const failures = control === undefined ? [] : routeFailures(control, now);
  return {
    route: name,
    lanes,
    ...kafkaOf(status, name, now),
    ...temporalOf(status, name),
    ...countsOf(census, name),
    failures: failures.map(({ message }) => terminalText(message, MESSAGE)),
    ...replayOf(status, name),
  };
};

/** Why the keys of a destination wait, as the census has it. */
const waitsOf = (rows: readonly CensusRow[]): DestinationRow['waits'] => {
  const first = new Map<string, number>();
  for (const { cause = '', since = Infinity } of rows) {
    if (WAIT_REASONS.some((reason) => reason === cause))
      first.set(cause, Math.min(since, first.get(cause) ?? Infinity));
  }
  return Array.from(first, ([reason, since]) => ({
    reason,
    ...(since === Infinity ? {} : { since: new Date(since).toISOString() }),
  }));
};

/** Those without trouble are rows, too: their calls are of interest. What an API says to a key is left out. */
const destinationRow = (
  destination: string,
  census: Census | undefined,
  calls: CallRates | undefined,
): DestinationRow => {
  const rows = (census?.rows ?? []).filter((row) => row.destination === destination);
  const count = (wanted: CensusRow['status']): number =>
    rows.reduce((sum, { status, keys }) => sum + (status === wanted ? keys : 0), 0);
  return {
    destination,
    parked: count('parked'),
    retrying: count('retrying'),
    postponed: count('postponed'),
    waits: waitsOf(rows),
    ...defined({ calls }),
  };
};

export interface OverviewParts {
  /** May be older than the census where it takes long to find out. */
  readonly status: GatewayStatus;
  /** Undefined if Temporal does not answer. */
  readonly census: Census | undefined;
  /** Undefined if no gateway's metrics can be asked. */
  readonly rates: ((destination: string) => CallRates) | undefined;
}

export const overviewAnswer = (config: ResolvedConfig, parts: OverviewParts, now: number): OverviewAnswer => {
  const { status, census, rates } = parts;
  const { temporal, kafka } = status;
  const known = isKnown(temporal) ? temporal : undefined;
  return {
    gateway: config.name,
    at: new Date(now).toISOString(),
    problems: [temporal, kafka].flatMap((half) => ('problem' in half ? [terminalText(half.problem, MESSAGE)] : [])),
    ...(known === undefined ? {} : { workers: known.workers }),
    routes: config.routes.map((route) => routeRow(route, parts, now)),
    destinations: Array.from(config.destinations.keys(), (name) => destinationRow(name, census, rates?.(name))),
    groups: census === undefined ? NO_GROUPS : groupsAnswer(config, census),
    agents: (known?.agents ?? []).map(({ definition, agents, retrying, paused, published, unanswered, closed }) => ({
      ...{ definition, agents, retrying, paused, published, unanswered, closed },
    })),
    outbox: (known?.outbox ?? []).map(({ writer, status: standing, trouble }) => ({
      writer,
      status: standing,
      trouble: trouble !== undefined,
    })),
    metrics: rates !== undefined,
  };
};
