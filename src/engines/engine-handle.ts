import { GatewayError } from '../errors';

/** PostgreSQL stands below a Temporal of benchmarks and tests only. */
export type EngineName = 'kafka' | 'temporal' | 'postgres';

/** A running engine. All methods may be called in any state; what is already done is not repeated. */
export interface EngineHandle {
  readonly name: EngineName;
  /** host:port for clients; a comma-separated list for a configured Kafka. */
  readonly address: string;
  /** Temporal's web UI. */
  readonly uiAddress: string | undefined;
  /** Undefined while it does not run, and for an engine that is not ours. */
  readonly pid: number | undefined;
  /** The engine's origin, to be shown: "temporal on PATH", "built by Go", ... */
  readonly origin: string;
  /** Ends it gracefully (SIGTERM, then SIGKILL after a grace period) and returns once the process is gone. */
  stop(): Promise<void>;
  /** Sends SIGKILL and returns once the process is gone. */
  kill(): Promise<void>;
  /** Restarts it on the same ports and data, stopping it first if it still runs; returns when it answers. */
  restart(): Promise<void>;
  /** Sends SIGSTOP: connections stay open, nothing is answered. */
  suspend(): void;
  /** Sends SIGCONT. */
  resume(): void;
}

/** Receives each line to be shown. */
export type Progress = (line: string) => void;

const notOurs = (address: string, what: string): GatewayError =>
  new GatewayError('refused', `Cannot ${what} Kafka at ${address}: it was configured, not started by Sluice.`);

/** A Kafka that somebody else runs: it is used but never ended. */
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
