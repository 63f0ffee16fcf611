import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startKafka, startTemporal, type EngineHandle, type Progress } from '../src/engines';
import { cpuSeconds } from './cpu-seconds';

/** A real Kafka and a real Temporal, found or made as in the demo, with data of this run only. */
export class BenchEngines {
  private constructor(
    private readonly directory: string,
    private readonly kafka: EngineHandle,
    private readonly temporal: EngineHandle,
  ) {}

  static async start(progress: Progress): Promise<BenchEngines> {
    const directory = await mkdtemp(path.join(tmpdir(), 'sluice-bench-'));
    const starts = await Promise.allSettled([
      startKafka({ dataDirectory: path.join(directory, 'kafka'), progress }),
      startTemporal({ dataDirectory: path.join(directory, 'temporal'), progress }),
    ]);
    const [kafka, temporal] = starts;
    if (kafka.status === 'fulfilled' && temporal.status === 'fulfilled') {
      return new BenchEngines(directory, kafka.value, temporal.value);
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

  async stop(): Promise<void> {
    await Promise.all([this.kafka.stop(), this.temporal.stop()]);
    await rm(this.directory, { recursive: true, force: true });
  }
}
