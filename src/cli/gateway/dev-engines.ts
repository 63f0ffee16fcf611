import path from 'node:path';
import { GatewayError } from '../../errors';
import { freePort } from '../../engines/free-port';
import { startKafka, startTemporal, stateDirectories, type EngineHandle, type Progress } from '../../engines';

/** The ports that clients expect; if one is in use, its engine takes another. */
const PORTS = { kafka: 9_092, temporal: 7_233, ui: 8_233 } as const;

/** Ports that the user wants. */
export type DevPorts = Partial<Readonly<Record<keyof typeof PORTS, number>>>;

/** @throws GatewayError `refused` if the wanted port is in use. */
export const wantedPort = async (option: string, wanted: number | undefined, byDefault: number): Promise<number> => {
  if (wanted === undefined || (await freePort(wanted)) === wanted) return wanted ?? byDefault;
  throw new GatewayError(
    'refused',
    `${option}: port ${wanted} is in use: end what listens there, or name another port.`,
  );
};
/** A gateway's own Kafka and Temporal, which keep their data between starts. */
export class DevEngines {
  private constructor(
    readonly kafka: EngineHandle,
    readonly temporal: EngineHandle,
    /** Where their data stay for the next start. */
    readonly directory: string,
  ) {}

  /** Starts both at once. If one fails, the other is stopped before the error is passed on. */
  static async start(gateway: string, wanted: DevPorts, progress: Progress): Promise<DevEngines> {
    const port = {
      kafka: await wantedPort('--kafka-port', wanted.kafka, PORTS.kafka),
      temporal: await wantedPort('--temporal-port', wanted.temporal, PORTS.temporal),
      ui: await wantedPort('--ui-port', wanted.ui, PORTS.ui),
    };
    const directory = path.join(stateDirectories().data, 'dev', gateway);
    const [kafka, temporal] = await Promise.allSettled([
      startKafka({ dataDirectory: path.join(directory, 'kafka'), port: port.kafka, progress }),
      startTemporal({
        dataDirectory: path.join(directory, 'temporal'),
        port: port.temporal,
        uiPort: port.ui,
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
    return new DevEngines(kafka.value, temporal.value, directory);
  }

  /** Stops Temporal last: its workflows may be running until the gateway has stopped. */
  async stop(): Promise<void> {
    await this.kafka.stop();
    await this.temporal.stop();
  }
}
