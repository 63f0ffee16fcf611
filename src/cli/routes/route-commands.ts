import { errorText } from '../../errors';
import { withKafkaAdmin } from '../../kafka/client/kafka-admin';
import { routeNamed } from '../../operations/named';
import { followRoute, wantRoute, type SteeredRoute } from '../../operations/routes/steer-route';
import type { RouteFailure } from '../../model/routes/route-failures';
import { routeFailures } from '../../operations/routes/route-state';
import { routeControl } from '../../operations/temporal-access';
import type { CommandContext, CommandResult, CommonOptions } from '../command/command';
import { EXIT_CODES } from '../command/exit-codes';
import { withClient } from '../command/with-client';

export interface SteerOptions extends CommonOptions {
  readonly route: string;
  readonly timeoutMs: number;
}

const words = (
  route: string,
  { desired, real, groupMembers, reached, heldByReplay, failures = [] }: SteeredRoute,
): string => {
  if (heldByReplay !== undefined) {
    return `Route ${route}: the command (${desired}) is recorded and takes effect when replay ${heldByReplay} goes on: \`sluice replay ${route} --continue\`.`;
  }
  if (reached && real === 'paused') return `Route ${route} is paused: no bridge reads.`;
  if (reached)
    return `Route ${route} is running: ${groupMembers} ${groupMembers === 1 ? 'bridge reads' : 'bridges read'}.`;
  if (real === 'pausing') {
    return `Route ${route}: the command is recorded; group members that have not left yet: ${groupMembers}. They leave when they see the command, or when they lose their session.`;
  }
  if (real === 'failed') {
    return `Route ${route}: the command is recorded; bridges that cannot run the route: ${failures.length}. ${failures[0]?.message ?? ''}`;
  }
  return `Route ${route}: the command is recorded; no bridge reads yet. It takes effect when a bridge starts.`;
};

const steer =
  (kind: 'pause' | 'resume') =>
  (options: SteerOptions, context: CommandContext): Promise<CommandResult> =>
    withClient(options, context, async (config, client) => {
      const { log, print } = context;
      const route = routeNamed(config, options.route);
      const store = routeControl(client, config, route);
      const control = await wantRoute(store, kind);
      const failures = async (): Promise<readonly RouteFailure[]> => routeFailures(await store.read(), Date.now());
      try {
        const steered = await withKafkaAdmin(config.kafka, log, (admin) =>
          followRoute(admin, route.groupId, control, failures, options.timeoutMs),
        );
        print(words(route.name, steered));
        return {
          exitCode: steered.reached ? EXIT_CODES.done : EXIT_CODES.problem,
          document: { route: route.name, ...steered },
        };
      } catch (error) {
        const kafkaProblem = errorText(error);
        print(`Route ${route.name}: the command is recorded; whether bridges have obeyed is unknown. ${kafkaProblem}`);
        const document = { route: route.name, desired: control.desired, real: 'unknown', reached: false, kafkaProblem };
        return { exitCode: EXIT_CODES.problem, document };
      }
    });

/** `sluice pause ROUTE` */
export const pauseCommand = steer('pause');
/** `sluice resume ROUTE` */
export const resumeCommand = steer('resume');
