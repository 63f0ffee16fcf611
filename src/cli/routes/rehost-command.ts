import { GroupOffsets } from '../../kafka/reading/group-offsets';
import { withKafkaCluster } from '../../kafka/client/kafka-client';
import { hostingWords } from '../../model/routes/hosting-words';
import { withKafkaAdmin } from '../../kafka/client/kafka-admin';
import { routeNamed } from '../../operations/named';
import { rehostRoute, type RehostedRoute } from '../../operations/routes/rehost-route';
import { routeControl } from '../../operations/temporal-access';
import type { CommandContext, CommandResult, CommonOptions } from '../command/command';
import { EXIT_CODES } from '../command/exit-codes';
import { withClient } from '../command/with-client';

export interface RehostOptions extends CommonOptions {
  readonly route: string;
}

const words = (route: string, { from, lanes, workflows, already }: RehostedRoute): string =>
  already === true
    ? `Route ${route} is already hosted in ${hostingWords(lanes)}.`
    : `Route ${route} is now hosted in ${hostingWords(lanes)}, no longer in ${hostingWords(from)}: its ${workflows} workflows have nothing left to do.\n` +
      `The route is still paused. Start its bridges with this configuration, then run \`sluice resume ${route}\`.`;

/** `sluice rehost ROUTE`: hosts the route as the configuration now says. */
export const rehostCommand = (options: RehostOptions, context: CommandContext): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const { log, print } = context;
    const route = routeNamed(config, options.route);
    const store = routeControl(client, config, route);
    const rehosted = await withKafkaAdmin(config.kafka, log, (admin) =>
      withKafkaCluster(config.kafka, log, (cluster) => {
        const offsets = new GroupOffsets(cluster, route.groupId);
        return rehostRoute({ config, route, client, store, admin, offsets, log });
      }),
    );
    print(words(route.name, rehosted));
    return { exitCode: EXIT_CODES.done, document: { route: route.name, ...rehosted } };
  });
