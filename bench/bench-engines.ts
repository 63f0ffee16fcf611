import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { startKafka, startTemporal, type EngineHandle, type Progress } from '../src/engines';
import { freePort } from '../src/engines/free-port';
import { cpuSeconds } from './cpu-seconds';
import { engineUpdates } from './engine-updates';
import { historyBytes } from './history-bytes';

/** A real Kafka and a real Temporal, found or made as in the demo, with data of this run only. */
export class BenchEngines {
  private constructor(
    private readonly directory: string,
    private readonly kafka: EngineHandle,
    private readonly temporal: EngineHandle,
    private readonly metricsAddress: string,
    private readonly client: Client,
  ) {}

  static async start(progress: Progress): Promise<BenchEngines> {
    const directory = await mkdtemp(path.join(tmpdir(), 'sluice-bench-'));
    const metricsPort = await freePort();
    const starts = await Promise.allSettled([
      startKafka({ dataDirectory: path.join(directory, 'kafka'), progress }),
      startTemporal({ dataDirectory: path.join(directory, 'temporal'), metricsPort, progress }),
    ]);
    const [kafka, temporal] = starts;
    if (kafka.status === 'fulfilled' && temporal.status === 'fulfilled') {
      const client = new Client({ connection: await Connection.connect({ address: temporal.value.address }) });
      return new BenchEngines(directory, kafka.value, temporal.value, `127.0.0.1:${metricsPort}`, client);
    }
    for (const start of starts) if (start.status === 'fulfilled') await start.value.stop();
    await rm(directory, { recursive: true, force: true });
    throw starts.find((start) => start.status === 'rejected')?.reason;
  }

  get brokers(): string {
    return this.kafka.address;
  }

  get temporalAddress(): string {
    return this.temporal.address;
  }

  get cpuSeconds(): number {
    return cpuSeconds(this.kafka.pid) + cpuSeconds(this.temporal.pid);
  }

  /** What the workflows of one gateway have cost Temporal so far; `updates` are those of all workflows. */
  async stepsOf(gateway: string): Promise<{ readonly updates: number; readonly historyBytes: number }> {
    const [updates, bytes] = await Promise.all([
      engineUpdates(this.metricsAddress),
      historyBytes(this.client, gateway),
    ]);
    return { updates, historyBytes: bytes };
  }

  async stop(): Promise<void> {
    await this.client.connection.close();
    await Promise.all([this.kafka.stop(), this.temporal.stop()]);
    await rm(this.directory, { recursive: true, force: true });
  }
}
