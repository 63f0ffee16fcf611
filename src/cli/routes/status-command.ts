import { loadConfig } from '../../config/gateway/load-config';
import { gatewayStatus, isKnown, type GatewayStatus } from '../../operations/status/gateway-status';
import { routeFailures } from '../../operations/routes/route-state';
import type { CommandContext, CommandResult, CommonOptions } from '../command/command';
import { agentsStatusLine } from '../agents/agent-lines';
import { EXIT_CODES, type ExitCode } from '../command/exit-codes';
import { terminalLines } from '../../terminal-text';
import { destinationLines, outboxLines, headLines, routeLines } from './status-lines';
import { routeDocument } from './route-document';

const exitCode = ({ temporal, kafka }: GatewayStatus, now: number): ExitCode => {
  if (!isKnown(temporal)) return EXIT_CODES.engineUnreachable;
  const failed = Array.from(temporal.routes.values()).some(({ control }) => routeFailures(control, now).length > 0);
  return isKnown(kafka) && !failed ? EXIT_CODES.done : EXIT_CODES.problem;
};

/** `sluice status`: shows each route from outside, whether or not a gateway runs. */
export const statusCommand = async (options: CommonOptions, context: CommandContext): Promise<CommandResult> => {
  const { env, log, print } = context;
  const config = await loadConfig(options.config, env);
  const status = await gatewayStatus(config, log);
  const now = Date.now();
  print(headLines(config.name, status));
  for (const route of config.routes) print(routeLines(route, status, now));
  const { temporal, kafka } = status;
  const destinations = isKnown(temporal) ? temporal.destinations : [];
  if (destinations.length > 0) print(terminalLines(['destinations', ...destinationLines(destinations)].join('\n')));
  const writers = isKnown(temporal) ? temporal.outbox : [];
  if (writers.length > 0) print(terminalLines(['outbox', ...outboxLines(writers)].join('\n')));
  const agents = isKnown(temporal) ? temporal.agents : [];
  for (const definition of agents) print(agentsStatusLine(definition));
  return {
    exitCode: exitCode(status, now),
    document: {
      gateway: config.name,
      workers: isKnown(temporal) ? temporal.workers : null,
      routes: config.routes.map((route) => routeDocument(route, status, now)),
      destinations,
      outbox: writers,
      ...(agents.length === 0 ? {} : { agents }),
      ...(isKnown(kafka) ? {} : { kafkaProblem: kafka.problem }),
      ...(isKnown(temporal) ? {} : { temporalProblem: temporal.problem }),
    },
  };
};
