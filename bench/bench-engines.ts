import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { startTemporalOnPostgres } from '../harness/postgres/start-temporal-on-postgres';
import { startKafka, startTemporal, type EngineHandle, type Progress, type TemporalOptions } from '../src/engines';
import { freePort } from '../src/engines/free-port';
import { cpuSeconds, cpuSecondsOfFamily } from './cpu-seconds';
import { engineUpdates } from './engine-updates';
import { historyBytes } from './history-bytes';

/** Where Temporal keeps its workflows: in the dev server's file, or in PostgreSQL as in production. */
export const STORES = ['sqlite', 'postgres'] as const;
export type Store = (typeof STORES)[number];

interface StartedTemporal {
  readonly temporal: EngineHandle;
  /** Absent if it keeps its data itself. */
  readonly postgres?: EngineHandle;
  stop(): Promise<void>;
}

const start = async (store: Store, options: TemporalOptions): Promise<StartedTemporal> => {
  if (store === 'postgres') return startTemporalOnPostgres(options);
  const temporal = await startTemporal(options);
  return { temporal, stop: () => temporal.stop() };
};

/** A real Kafka and a real Temporal, found or made as in the demo, with data of this run only. */
export class BenchEngines {
  private constructor(
    private readonly directory: string,
    private readonly kafka: EngineHandle,
    private readonly temporal: StartedTemporal,
    private readonly metricsAddress: string,
    private readonly client: Client,
  ) {}

  static async start(progress: Progress, store: Store = 'sqlite'): Promise<BenchEngines> {
    const directory = await mkdtemp(path.join(tmpdir(), 'sluice-bench-'));
    const metricsPort = await freePort();
    const starts = await Promise.allSettled([
      startKafka({ dataDirectory: path.join(directory, 'kafka'), progress }),
      start(store, { dataDirectory: path.join(directory, 'temporal'), metricsPort, progress }),
    ]);
    const [kafka, temporal] = starts;
    if (kafka.status === 'fulfilled' && temporal.status === 'fulfilled') {
      const client = new Client({ connection: await Connection.connect({ address: temporal.value.temporal.address }) });
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
    return this.temporal.temporal.address;
  }

  get cpuSeconds(): number {
    return cpuSeconds(this.kafka.pid) + cpuSeconds(this.temporal.temporal.pid) + this.databaseSeconds;
  }

  private get databaseSeconds(): number {
    const { postgres } = this.temporal;
    return postgres === undefined ? 0 : cpuSecondsOfFamily(postgres.pid);
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
