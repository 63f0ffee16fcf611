import { rm } from 'node:fs/promises';
import path from 'node:path';
import { kafkaClusterId, startKafka, startTemporal, type EngineHandle, type Progress } from '../src/engines';
import { freePort } from '../src/engines/free-port';

const distinctPorts = async (count: number): Promise<readonly number[]> => {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
};

const startBrokers = async (directory: string, count: number, progress: Progress): Promise<readonly EngineHandle[]> => {
  const ports = await distinctPorts(2 * count);
  const nodes = Array.from({ length: count }, (_, index) => index + 1);
  const controllerPorts = Object.fromEntries(nodes.map((node) => [node, ports[count + node - 1] ?? 0]));
  const clusterId = kafkaClusterId();
  const starts = await Promise.allSettled(
    nodes.map((nodeId) =>
      startKafka({
        dataDirectory: path.join(directory, `kafka-${String(nodeId)}`),
        port: ports[nodeId - 1] ?? 0,
        own: true,
        member: { nodeId, controllerPorts, clusterId },
        progress,
      }),
    ),
  );
  const started = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed === undefined) return started;
  await Promise.all(started.map((broker) => broker.stop()));
  throw failed.reason;
};

/** A Kafka of several brokers and a Temporal that keeps what it stores, with data of this run only. */
export class ChaosEngines {
  private constructor(
    private readonly directory: string,
    readonly brokers: readonly EngineHandle[],
    readonly temporal: EngineHandle,
  ) {}

  static async start(directory: string, brokers: number, progress: Progress): Promise<ChaosEngines> {
    const [kafka, temporal] = await Promise.allSettled([
      startBrokers(directory, brokers, progress),
      startTemporal({ dataDirectory: path.join(directory, 'temporal'), progress }),
    ]);
    if (kafka.status === 'fulfilled' && temporal.status === 'fulfilled') {
      return new ChaosEngines(directory, kafka.value, temporal.value);
    }
    if (kafka.status === 'fulfilled') await Promise.all(kafka.value.map((broker) => broker.stop()));
    if (temporal.status === 'fulfilled') await temporal.value.stop();
    throw kafka.status === 'rejected' ? kafka.reason : (temporal as PromiseRejectedResult).reason;
  }

  get addresses(): readonly string[] {
    return this.brokers.map(({ address }) => address);
  }

  /** SIGKILL: what they store is thrown away. */
  async end(): Promise<void> {
    await Promise.all([...this.brokers, this.temporal].map((engine) => engine.kill()));
    const stored = ['temporal', ...this.brokers.map((_, index) => `kafka-${String(index + 1)}`)];
    for (const name of stored) await rm(path.join(this.directory, name), { recursive: true, force: true });
  }
}
