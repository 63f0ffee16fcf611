import { Client, Connection } from '@temporalio/client';
import { EffectRecorder } from '../../../harness/effect-recorder';
import { engineAddress } from '../../../harness/engine-address';
import { KafkaTopic, type TopicOptions } from '../../../harness/kafka-topic';
import { GatewayProcess, type GatewayProcessOptions } from './gateway-process';

/**
 * What one test has of its own: topics, APIs, clients, gateways. All of it is released when the test ends, the newest
 * first, so that a gateway stops before the API that it calls.
 */
export class World {
  private readonly closers: (() => Promise<void>)[] = [];

  async topic(options: TopicOptions): Promise<KafkaTopic> {
    const topic = await KafkaTopic.create(options);
    this.closers.push(() => topic.delete());
    return topic;
  }

  /** Starts an API that remembers its calls. */
  async recorder(): Promise<EffectRecorder> {
    const recorder = new EffectRecorder();
    await recorder.open();
    this.closers.push(() => recorder.close());
    return recorder;
  }

  /** Opens a client of the shared Temporal, or of the one at `address`. */
  async client(address = engineAddress('temporal')): Promise<Client> {
    const connection = await Connection.connect({ address });
    this.closers.push(() => connection.close());
    return new Client({ connection });
  }

  /** Starts a gateway that runs until the test ends. For one that stops earlier, use `withGateway`. */
  async gateway(options: GatewayProcessOptions): Promise<GatewayProcess> {
    const gateway = await GatewayProcess.start(options);
    this.closers.push(() => gateway.stop());
    return gateway;
  }

  /** Releases everything, even if something cannot be released. @throws the first error. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (const close of this.closers.reverse()) await close().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }
}

export const withWorld = async <T>(body: (world: World) => Promise<T>): Promise<T> => {
  const world = new World();
  try {
    return await body(world);
  } finally {
    await world.close();
  }
};
