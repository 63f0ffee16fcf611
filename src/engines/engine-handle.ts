import { GatewayError } from '../errors';

/** A running Kafka or Temporal. All methods may be called in any state; what is done already is not done again. */
export interface EngineHandle {
  readonly name: 'kafka' | 'temporal';
  /** host:port for clients; a comma-separated list for a Kafka that was configured. */
  readonly address: string;
  /** Temporal's web UI. */
  readonly uiAddress: string | undefined;
  /** Undefined while it does not run, and for an engine that is not ours. */
  readonly pid: number | undefined;
  /** Where it came from, for the screen: "temporal on PATH", "built by Go", ... */
  readonly origin: string;
  /** Ends it in order (SIGTERM, after a grace period SIGKILL) and returns once the process is gone. */
  stop(): Promise<void>;
  /** SIGKILL; returns once the process is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same ports and data, stopping it first where it still runs; returns when it answers. */
  restart(): Promise<void>;
  /** SIGSTOP: connections stay open, nothing is answered. */
  suspend(): void;
  /** SIGCONT. */
  resume(): void;
}

/** Gets each line for the screen. */
export type Progress = (line: string) => void;

const notOurs = (address: string, what: string): GatewayError =>
  new GatewayError('refused', `Cannot ${what} Kafka at ${address}: it was configured, not started by Sluice.`);

/** A Kafka that somebody else runs: usable, never ended. */
export const configuredKafka = (address: string): EngineHandle => ({
  name: 'kafka',
  address,
  uiAddress: undefined,
  pid: undefined,
  origin: 'configured by SLUICE_KAFKA_BROKERS',
  stop: () => Promise.resolve(),
  kill: () => Promise.reject(notOurs(address, 'kill')),
  restart: () => Promise.reject(notOurs(address, 'restart')),
  suspend: () => {
    throw notOurs(address, 'suspend');
  },
  resume: () => {
    throw notOurs(address, 'resume');
  },
});
