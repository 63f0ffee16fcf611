import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { startKafka, startTemporal, stateDirectories, type EngineHandle, type Progress } from '../src/engines';
import { claimDirectory } from '../src/engines/engine-claim';

const KAFKA_PORT = 9092;
const TEMPORAL_PORT = 7233;
const UI_PORT = 8233;

export interface DemoDirectories {
  readonly root: string;
  readonly kafka: string;
  readonly temporal: string;
}

/** Each demo has its own. */
export const demoDirectories = (name: string): DemoDirectories => {
  const root = path.join(stateDirectories().data, name);
  return { root, kafka: path.join(root, 'kafka'), temporal: path.join(root, 'temporal') };
};

/** Removes what earlier runs stored. Refuses while another demo works on it. */
export const forget = async (directories: DemoDirectories): Promise<void> => {
  await claimDirectory(directories.kafka);
  await claimDirectory(directories.temporal);
  await rm(directories.root, { recursive: true, force: true });
};

export class DemoEngines {
  private constructor(
    readonly kafka: EngineHandle,
    readonly temporal: EngineHandle,
  ) {}

  /** Starts both at once. If one fails, the other is ended before the error is passed on. */
  static async start(directories: DemoDirectories, progress: Progress): Promise<DemoEngines> {
    const starts = await Promise.allSettled([
      startKafka({ dataDirectory: directories.kafka, port: KAFKA_PORT, progress }),
      startTemporal({ dataDirectory: directories.temporal, port: TEMPORAL_PORT, uiPort: UI_PORT, progress }),
    ]);
    const [kafka, temporal] = starts;
    if (kafka.status === 'fulfilled' && temporal.status === 'fulfilled') {
      return new DemoEngines(kafka.value, temporal.value);
    }
    for (const start of starts) if (start.status === 'fulfilled') await start.value.stop();
    throw starts.find((start) => start.status === 'rejected')?.reason;
  }

  client(): Kafka {
    return new Kafka({ clientId: 'demo', brokers: this.kafka.address.split(','), logLevel: logLevel.NOTHING });
  }

  async stop(): Promise<void> {
    await Promise.all([this.kafka.stop(), this.temporal.stop()]);
  }

  async kill(): Promise<void> {
    for (const engine of [this.kafka, this.temporal]) if (engine.pid !== undefined) await engine.kill();
  }
}
