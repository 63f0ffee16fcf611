import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { type EngineHandle, startKafka, startTemporal } from '../../../src/engines';
import { EffectRecorder } from '../../../harness/effect-recorder';
import { engineAddress } from '../../../harness/engine-address';
import { KafkaTopic, type TopicOptions } from '../../../harness/kafka-topic';
import { MemorySamples } from '../memory-samples';
import { GatewayProcess, type GatewayProcessOptions } from './gateway-process';

const WARNING = /"level":"(warn|error|fatal)"/;
const TOLD = 5;

/**
 * What one test has of its own: engines, topics, APIs, clients, gateways. All of it is given back when the test ends, the
 * newest first, so that a gateway stops before the API that it calls.
 */
export class World {
  private readonly closers: (() => Promise<void>)[] = [];
  private readonly gateways: GatewayProcess[] = [];

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

  /** A gateway that runs until the test ends, if it is not stopped or killed before. */
  async gateway(options: GatewayProcessOptions): Promise<GatewayProcess> {
    const gateway = await GatewayProcess.start(options);
    this.gateways.push(gateway);
    this.closers.push(() => gateway.stop());
    return gateway;
  }

  /** A Kafka of its own, which the test may kill, suspend and restart. */
  async kafka(): Promise<EngineHandle> {
    const kafka = await startKafka({ dataDirectory: await this.directory(), own: true });
    this.closers.push(() => kafka.stop());
    return kafka;
  }

  /** A Temporal of its own, which the test may kill, suspend and restart. */
  async temporal(dynamicConfig: Readonly<Record<string, string>> = {}): Promise<EngineHandle> {
    const temporal = await startTemporal({ dataDirectory: await this.directory(), dynamicConfig });
    this.closers.push(() => temporal.stop());
    return temporal;
  }

  /** A Temporal that suggests continue-as-new after few events, so that it happens all the time. */
  hastyTemporal(): Promise<EngineHandle> {
    return this.temporal({ 'limit.historyCount.suggestContinueAsNew': '120' });
  }

  /** Samples a process that lives until the test ends: a gateway of this world does, and stops after the samples. */
  async memorySamples(pid: number): Promise<MemorySamples> {
    const samples = await MemorySamples.start(pid);
    this.closers.push(() => samples.stop());
    return samples;
  }

  async directory(): Promise<string> {
    const directory = await mkdtemp(path.join(tmpdir(), 'sluice-test-'));
    this.closers.push(() => rm(directory, { recursive: true, force: true }));
    return directory;
  }

  /** Closes what only one test opens, when that test ends. */
  atEnd(close: () => Promise<void>): void {
    this.closers.push(close);
  }

  /** Tells what its gateways have warned of last: why a test failed is often said there and nowhere else. */
  tellWarnings(): void {
    for (const { pid, output } of this.gateways) {
      const warnings = output.split('\n').filter((line) => WARNING.test(line));
      if (warnings.length === 0) continue;
      process.stderr.write(`The gateway ${pid} of the failed test:\n${warnings.slice(-TOLD).join('\n')}\n`);
    }
  }

  /** Gives everything back, also what comes after something that cannot be given back. @throws what failed, all of it. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (const close of this.closers.reverse()) await close().catch((error: unknown) => failures.push(error));
    if (failures.length > 1) throw new AggregateError(failures, 'Several things of a test could not be closed.');
    if (failures.length > 0) throw failures[0];
  }
}

export const withWorld = async <T>(body: (world: World) => Promise<T>): Promise<T> => {
  const world = new World();
  let result: T;
  try {
    result = await body(world);
  } catch (failure) {
    world.tellWarnings();
    // Why the test failed must not be hidden by what could not be closed because of it.
    await world.close().catch((error: unknown) => {
      throw new AggregateError([failure, error], 'A test failed, and what it had opened could not be closed.');
    });
    throw failure;
  }
  await world.close();
  return result;
};
