import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { defined } from '../../model/defined';
import { takesFilters } from '../../operations/named';
import { isKnown, type GatewayStatus } from '../../operations/status/gateway-status';
import { terminalLines } from '../../terminal-text';
import { agentsStatusLine } from '../agents/agent-lines';
import { causeLines, destinationLines } from './census-lines';
import { routeDocument } from './route-document';
import { headLines, outboxLines, routeLines, type StatusView } from './status-lines';

export interface StatusReport {
  /** For people. */
  readonly text: string;
  /** For `--json`. */
  readonly document: Readonly<Record<string, unknown>>;
}

/** What is known of a Temporal that does not answer. */
const NOTHING = { workers: null, failing: { ids: null, unknown: null }, destinations: [], outbox: [], agents: [] };

/** Null if Temporal does not answer. */
const censusDocument = (temporal: GatewayStatus['temporal']): object | null => {
  if (!isKnown(temporal)) return null;
  const { rows, complete } = temporal.census;
  const causes = rows.map(({ route, status, destination, cause, keys, since }) => ({
    route,
    status,
    ...defined({ destination, cause }),
    keys,
    ...(since === undefined ? {} : { since: new Date(since).toISOString() }),
  }));
  return { complete, causes };
};

const section = (heading: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [terminalLines([heading, ...lines].join('\n'))];

const textOf = (config: ResolvedConfig, status: GatewayStatus, view: StatusView): string => {
  const { now } = view;
  const { temporal } = status;
  const { destinations, outbox, agents } = isKnown(temporal) ? temporal : NOTHING;
  const causes = isKnown(temporal) ? causeLines(temporal.census, view, (filter) => takesFilters(config, filter)) : [];
  return [
    headLines(config.name, status),
    ...config.routes.map((route) => routeLines(route, status, view)),
    ...section('destinations', destinationLines(destinations, now)),
    ...section('outbox', outboxLines(outbox)),
    ...agents.map(agentsStatusLine),
    ...(causes.length === 0 ? [] : [terminalLines(causes.join('\n'))]),
  ].join('\n');
};

export const statusReport = (config: ResolvedConfig, status: GatewayStatus, view: StatusView): StatusReport => {
  const { now } = view;
  const { temporal, kafka } = status;
  const { workers, failing, destinations, outbox, agents } = isKnown(temporal) ? temporal : NOTHING;
  const document = {
    gateway: config.name,
    workers,
    failing: failing.ids,
    failingUnknown: failing.unknown,
    routes: config.routes.map((route) => routeDocument(route, status, now)),
    destinations,
    keys: censusDocument(temporal),
    outbox,
    ...(agents.length === 0 ? {} : { agents }),
    ...(isKnown(kafka) ? {} : { kafkaProblem: kafka.problem }),
    ...(isKnown(temporal) ? {} : { temporalProblem: temporal.problem }),
  };
  return { text: textOf(config, status, view), document };
};
