import { gatewayStatus, isKnown, type GatewayStatus } from '../../operations/status/gateway-status';
import { routeFailures } from '../../operations/routes/route-state';
import { defined } from '../../model/defined';
import type { CommandContext, CommandResult, CommonOptions } from '../command/command';
import { agentsStatusLine } from '../agents/agent-lines';
import { EXIT_CODES, type ExitCode } from '../command/exit-codes';
import { terminalLines } from '../../terminal-text';
import { causeLines, destinationLines } from './census-lines';
import { outboxLines, headLines, routeLines } from './status-lines';
import { routeDocument } from './route-document';
import { loadedConfig } from '../command/running-engines';

const exitCode = ({ temporal, kafka }: GatewayStatus, now: number): ExitCode => {
  if (!isKnown(temporal)) return EXIT_CODES.engineUnreachable;
  const failed = Array.from(temporal.routes.values()).some(({ control }) => routeFailures(control, now).length > 0);
  return isKnown(kafka) && !failed ? EXIT_CODES.done : EXIT_CODES.problem;
};

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

/** `sluice status`: shows each route from outside, whether or not a gateway runs. */
export const statusCommand = async (options: CommonOptions, context: CommandContext): Promise<CommandResult> => {
  const { log, print } = context;
  const config = await loadedConfig(options, context);
  const status = await gatewayStatus(config, log);
  const now = Date.now();
  print(headLines(config.name, status));
  for (const route of config.routes) print(routeLines(route, status, now));
  const { temporal, kafka } = status;
  const { workers, failing, destinations, outbox, agents } = isKnown(temporal) ? temporal : NOTHING;
  if (destinations.length > 0)
    print(terminalLines(['destinations', ...destinationLines(destinations, now)].join('\n')));
  if (outbox.length > 0) print(terminalLines(['outbox', ...outboxLines(outbox)].join('\n')));
  for (const definition of agents) print(agentsStatusLine(definition));
  const causes = isKnown(temporal) ? causeLines(temporal.census, now) : [];
  if (causes.length > 0) print(terminalLines(causes.join('\n')));
  return {
    exitCode: exitCode(status, now),
    document: {
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
    },
  };
};
