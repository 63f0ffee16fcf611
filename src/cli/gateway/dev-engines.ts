import path from 'node:path';
import type { Environment } from '../../config/environment/environment';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { startKafka, startTemporal, stateDirectories, type EngineHandle, type Progress } from '../../engines';

/** The ports that clients expect; if one is in use, its engine takes another. */
const PORTS = { kafka: 9_092, temporal: 7_233, ui: 8_233 } as const;
const ELSEWHERE = /^((KAFKA|TEMPORAL)_.*|HOME|XDG_CONFIG_HOME|APPDATA)$/;

/** Keeps settings of another Kafka or Temporal, including a profile in the home directory, away from `sluice dev`. */
export const devEnvironment = (env: Environment): Environment => ({
  ...Object.fromEntries(Object.entries(env).filter(([name]) => !ELSEWHERE.test(name))),
  KAFKA_BROKERS: 'localhost:9092',
});

/** A gateway's own Kafka and Temporal, which keep their data between starts. */
export class DevEngines {
  private constructor(
    readonly kafka: EngineHandle,
    readonly temporal: EngineHandle,
  ) {}

  /** Starts both at once. If one fails, the other is stopped before the error is passed on. */
  static async start(gateway: string, progress: Progress): Promise<DevEngines> {
    const directory = path.join(stateDirectories().data, 'dev', gateway);
    const [kafka, temporal] = await Promise.allSettled([
      startKafka({ dataDirectory: path.join(directory, 'kafka'), port: PORTS.kafka, progress }),
      startTemporal({
        dataDirectory: path.join(directory, 'temporal'),
        port: PORTS.temporal,
        uiPort: PORTS.ui,
        progress,
      }),
    ]);
    if (kafka.status === 'rejected') {
      if (temporal.status === 'fulfilled') await temporal.value.stop();
      throw kafka.reason;
    }
    if (temporal.status === 'rejected') {
      await kafka.value.stop();
      throw temporal.reason;
    }
    return new DevEngines(kafka.value, temporal.value);
  }

  /** Returns the same gateway, connected to these engines whatever its file says. */
  connected(config: ResolvedConfig): ResolvedConfig {
    const { clientId } = config.kafka;
    return {
      ...config,
      kafka: { brokers: this.kafka.address.split(','), clientId, ssl: false },
      temporal: {
        ...config.temporal,
        connectionOptions: { address: this.temporal.address },
        namespace: 'default',
      },
    };
  }

  /** Stops Temporal last: its workflows may be running until the gateway has stopped. */
  async stop(): Promise<void> {
    await this.kafka.stop();
    await this.temporal.stop();
  }
}
