import { rm } from 'node:fs/promises';
import path from 'node:path';
import { kafkaClusterId, startKafka, startTemporal, type EngineHandle, type Progress } from '../src/engines';
import { freePort } from '../src/engines/free-port';
import { TcpProxy } from './tcp-proxy';

/** Runs are short, so that continue-as-new comes under fire, too. */
const SHORT_RUNS = { 'limit.historyCount.suggestContinueAsNew': '150' };

const distinctPorts = async (count: number): Promise<readonly number[]> => {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
};

interface Broker {
  readonly engine: EngineHandle;
  /** What the gateway connects to. */
  readonly proxy: TcpProxy;
}

const startBrokers = async (directory: string, count: number, progress: Progress): Promise<readonly Broker[]> => {
  const ports = await distinctPorts(3 * count);
  const nodes = Array.from({ length: count }, (_, index) => index + 1);
  const controllerPorts = Object.fromEntries(nodes.map((node) => [node, ports[count + node - 1] ?? 0]));
  const clusterId = kafkaClusterId();
  const starts = await Promise.allSettled(
    nodes.map(async (nodeId): Promise<Broker> => {
      const port = ports[2 * count + nodeId - 1] ?? 0;
      const proxy = await TcpProxy.open(`127.0.0.1:${port}`);
      const engine = await startKafka({
        dataDirectory: path.join(directory, `kafka-${nodeId}`),
        port: ports[nodeId - 1] ?? 0,
        own: true,
        member: { nodeId, controllerPorts, clusterId },
        proxied: { port, advertisedPort: proxy.port },
        progress,
      });
      return { engine, proxy };
    }),
  );
  const started = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed === undefined) return started;
  await Promise.all(started.map(({ engine }) => engine.stop()));
  throw failed.reason;
};

/** A Kafka of several brokers and a Temporal that keeps what it stores, with data of this run only. */
export class ChaosEngines {
  private constructor(
    private readonly directory: string,
    readonly brokers: readonly EngineHandle[],
    readonly kafkaProxies: readonly TcpProxy[],
    readonly temporal: EngineHandle,
  ) {}

  static async start(directory: string, brokers: number, progress: Progress): Promise<ChaosEngines> {
    const [kafka, temporal] = await Promise.allSettled([
      startBrokers(directory, brokers, progress),
      startTemporal({ dataDirectory: path.join(directory, 'temporal'), progress, dynamicConfig: SHORT_RUNS }),
    ]);
    if (kafka.status === 'fulfilled' && temporal.status === 'fulfilled') {
      const engines = kafka.value.map(({ engine }) => engine);
      const proxies = kafka.value.map(({ proxy }) => proxy);
      return new ChaosEngines(directory, engines, proxies, temporal.value);
    }
    if (kafka.status === 'fulfilled') await Promise.all(kafka.value.map(({ engine }) => engine.stop()));
    if (temporal.status === 'fulfilled') await temporal.value.stop();
    throw kafka.status === 'rejected' ? kafka.reason : (temporal as PromiseRejectedResult).reason;
  }

  get addresses(): readonly string[] {
    return this.brokers.map(({ address }) => address);
  }

  /** Ends them by SIGKILL, because what they store is thrown away. */
  async end(): Promise<void> {
    await Promise.all(this.kafkaProxies.map((proxy) => proxy.close()));
    await Promise.all([...this.brokers, this.temporal].map((engine) => engine.kill()));
    const stored = ['temporal', ...this.brokers.map((_, index) => `kafka-${index + 1}`)];
    for (const name of stored) await rm(path.join(this.directory, name), { recursive: true, force: true });
  }
}
