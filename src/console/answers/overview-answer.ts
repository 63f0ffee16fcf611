import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { defined } from '../../model/defined';
import { realState, routeFailures } from '../../operations/routes/route-state';
import type { DestinationStatus } from '../../operations/status/destinations-status';
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

const temporalOf = ({ temporal }: GatewayStatus, route: string): Partial<RouteRow> => {
  const known = isKnown(temporal) ? temporal.routes.get(route) : undefined;
  if (known === undefined) return {};
  const { control, waiting, failing } = known;
  const { running, parked, retrying, postponed, paused, held } = known.status;
  return {
    ...{ desired: control.desired, workflows: running, parked, retrying, postponed, paused, held },
    ...(waiting === undefined ? {} : { waiting: waiting.records, waitingComplete: waiting.complete }),
    ...(failing.ids.length === 0 ? {} : { failing: failing.ids.length }),
  };
};

const routeRow = ({ name, lanes }: ResolvedRoute, status: GatewayStatus, now: number): RouteRow => {
  const control = isKnown(status.temporal) ? status.temporal.routes.get(name)?.control : undefined;
  const failures = control === undefined ? [] : routeFailures(control, now);
  return {
    route: name,
    lanes,
    ...kafkaOf(status, name, now),
    ...temporalOf(status, name),
    failures: failures.map(({ message }) => terminalText(message, MESSAGE)),
    ...replayOf(status, name),
  };
};

/** Those without trouble are rows, too: their calls are of interest. What an API says to a key is left out. */
const destinationRow = (
  destination: string,
  status: DestinationStatus | undefined,
  calls: CallRates | undefined,
): DestinationRow => ({
  destination,
  parked: status?.parked ?? 0,
  retrying: status?.retrying ?? 0,
  postponed: status?.postponed ?? 0,
  waits: (status?.waits ?? []).map(({ reason, since }) => ({ reason, since })),
  ...defined({ calls }),
});

export interface OverviewParts {
  readonly status: GatewayStatus;
  /** Undefined if no gateway's metrics can be asked. */
  readonly rates: ((destination: string) => CallRates) | undefined;
}

export const overviewAnswer = (
  config: ResolvedConfig,
  { status, rates }: OverviewParts,
  now: number,
): OverviewAnswer => {
  const { temporal, kafka } = status;
  const known = isKnown(temporal) ? temporal : undefined;
  return {
    gateway: config.name,
    at: new Date(now).toISOString(),
    problems: [temporal, kafka].flatMap((half) => ('problem' in half ? [terminalText(half.problem, MESSAGE)] : [])),
    ...(known === undefined ? {} : { workers: known.workers }),
    routes: config.routes.map((route) => routeRow(route, status, now)),
    destinations: Array.from(config.destinations.keys(), (name) =>
      destinationRow(
        name,
        known?.destinations.find(({ destination }) => destination === name),
        rates?.(name),
      ),
    ),
    groups: known === undefined ? NO_GROUPS : groupsAnswer(config, known.census),
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
