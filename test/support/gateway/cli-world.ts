import type { GatewayShape } from '../../fixtures/gateway/gateway.config';
import { withEffectRecorder, type EffectRecorder } from '../../../harness/effect-recorder';
import type { KafkaTopic } from '../../../harness/kafka-topic';
import { runCli, type CliAnswer } from './run-cli';
import { uniqueName } from '../../../harness/unique-name';
import { withTopic } from '../../../harness/with-topic';

export interface CliWorld {
  readonly topic: KafkaTopic;
  readonly api: EffectRecorder;
  readonly shape: GatewayShape;
  readonly cli: (...args: readonly string[]) => Promise<CliAnswer>;
}

/** Gives `body` a topic, an API, a gateway's shape, and the CLI for that gateway. */
export const withCliWorld = (shape: Partial<GatewayShape>, body: (world: CliWorld) => Promise<void>): Promise<void> =>
  withTopic({ partitions: 2 }, (topic) =>
    withEffectRecorder(async (api) => {
      const whole: GatewayShape = { name: uniqueName(), topics: [topic.name], lanes: 0, kind: 'deliver', ...shape };
      const cli = (...args: readonly string[]): Promise<CliAnswer> => runCli(args, { shape: whole, apiUrl: api.url });
      await body({ topic, api, shape: whole, cli });
    }),
  );
