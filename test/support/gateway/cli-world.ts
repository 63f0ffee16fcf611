import type { GatewayShape } from '../../fixtures/gateway/gateway.config';
import type { EffectRecorder } from '../../../harness/effect-recorder';
import type { KafkaTopic } from '../../../harness/kafka-topic';
import { runCli, type CliAnswer } from './run-cli';
import { uniqueName } from '../../../harness/unique-name';
import { withWorld, type World } from './world';

export interface CliWorld {
  readonly topic: KafkaTopic;
  readonly api: EffectRecorder;
  readonly shape: GatewayShape;
  /** What the test opens besides. */
  readonly also: World;
  readonly cli: (...args: readonly string[]) => Promise<CliAnswer>;
}

/** A topic, an API, a gateway's shape, and the CLI for that gateway. */
export const openCliWorld = async (world: World, shape: Partial<GatewayShape>): Promise<CliWorld> => {
  const topic = await world.topic({ partitions: 2 });
  const api = await world.recorder();
  const whole: GatewayShape = { name: uniqueName(), topics: [topic.name], lanes: 0, kind: 'deliver', ...shape };
  const cli = (...args: readonly string[]): Promise<CliAnswer> => runCli(args, { shape: whole, apiUrl: api.url });
  return { topic, api, shape: whole, cli, also: world };
};

export const withCliWorld = (shape: Partial<GatewayShape>, body: (world: CliWorld) => Promise<void>): Promise<void> =>
  withWorld(async (world) => body(await openCliWorld(world, shape)));
