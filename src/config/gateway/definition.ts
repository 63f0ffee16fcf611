// What a user writes in gateway.config.ts. Durations are strings such as '500ms', '10s', '5m' here and milliseconds
// below this layer.
import type { AgentDefinition } from '../agent/agent-definition';
import type {
  CodeDestinationDefinition,
  DestinationDefinition,
  DestinationFunction,
} from '../destination/destination-definition';
import type { Duration } from '../checking/duration';
import type { LedgerKeepDefinition, RouteDefinition } from '../route/route-definition';
import type { Secret } from '../environment/secret';

export interface GatewayDefinition {
  /** Names the gateway in workflow ids, idempotency keys, consumer groups and the task queue. `[a-z0-9-]`, at most 40. Never change it. */
  readonly name: string;
  /** File with the handlers (`keyedWorkflow(...)` exports), relative to the config file. Needed when a route names a `workflow`. */
  readonly workflows?: string;
  readonly kafka?: KafkaDefinition;
  readonly temporal?: TemporalDefinition;
  readonly destinations?: Readonly<
    Record<string, DestinationDefinition | CodeDestinationDefinition | DestinationFunction>
  >;
  readonly routes: Readonly<Record<string, RouteDefinition>>;
  /** Poll agents, which publish into Kafka what they find at their sources. */
  readonly agents?: Readonly<Record<string, AgentDefinition>>;
  /** Where APIs call back: `ctx.waitForCallback`, and `deliver` with `completes: 'callback'`. */
  readonly callbacks?: CallbacksDefinition;
  /** Serves metrics and health to monitoring. SLUICE_METRICS_LISTEN. @default nothing listens; `sluice dev` does */
  readonly metrics?: MetricsDefinition;
  /** Takes part in traces. OTEL_EXPORTER_OTLP_TRACES_ENDPOINT. @default no traces */
  readonly tracing?: TracingDefinition;
  readonly bridge?: BridgeDefinition;
  readonly worker?: WorkerDefinition;
  /** Needed if handlers call `ctx.publish`; `publish` routes have one with these defaults. */
  readonly outbox?: OutboxDefinition;
  /** What is remembered of effects: `sluice keys show --effects`. */
  readonly ledger?: LedgerDefinition;
  /** Time that work under way has to finish after the first SIGTERM or SIGINT. @default '30s' */
  readonly gracePeriod?: Duration;
}

/** Every field can be left to its environment variable; a field given here wins. */
export interface KafkaDefinition {
  /** KAFKA_BROKERS or KAFKA_BOOTSTRAP_SERVERS, comma separated. */
  readonly brokers?: readonly string[];
  /** KAFKA_CLIENT_ID. @default the gateway's name */
  readonly clientId?: string;
  /** KAFKA_SSL=true, with KAFKA_SSL_CA, KAFKA_SSL_CERT, KAFKA_SSL_KEY as paths of PEM files. */
  readonly ssl?: boolean;
  /** Identity of the topics, for brokers that have no topic ids; a new value makes every topic a new stream. */
  readonly incarnation?: string;
  /** A bridge that does not answer for this long loses its partitions to the others of its group. @default '30s' */
  readonly sessionTimeout?: Duration;
  /** The bridge notices added partitions within this time. @default '30s' */
  readonly metadataMaxAge?: Duration;
}

/** Connection settings come from TEMPORAL_* variables and profiles, as for every Temporal client. */
export interface TemporalDefinition {
  /** @default `sluice-<name>` */
  readonly taskQueue?: string;
  /** Profile to read from temporal.toml. TEMPORAL_PROFILE. */
  readonly profile?: string;
}

export interface CallbacksDefinition {
  readonly listen: {
    /** @default '127.0.0.1' */
    readonly host?: string;
    readonly port: number;
  };
  /** URL at which the outside world reaches the endpoint; `/callbacks/...` is appended to it. */
  readonly publicUrl: string;
  /** Secret of 32 characters or more that signs the URLs. Of a list, the first one signs, and all are recognised. */
  readonly secret: Secret | readonly Secret[];
  /** Largest body of a callback, in bytes; it becomes part of the history of its workflow. @default 65536 */
  readonly maxBodyBytes?: number;
  /** How long the URL of a wait is still recognised after the wait has ended. @default '24h' */
  readonly acceptLate?: Duration;
}

export interface MetricsDefinition {
  readonly listen: {
    /** @default '127.0.0.1' */
    readonly host?: string;
    /** Port of `/metrics`, `/healthz` and `/readyz`, for each process; 0 takes a free one, which the log names. */
    readonly port: number;
  };
}

export interface TracingDefinition {
  /** URL of a collector's OTLP receiver for traces over HTTP. OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, which overrides it. */
  readonly endpoint?: string;
  /** Part of the polls, and of the records without a `traceparent` header, that begin a trace, from 0 to 1. @default 1 */
  readonly sample?: number;
}

export interface BridgeDefinition {
  /** Maximum number of calls to Temporal at the same time. @default 64 */
  readonly concurrentSignals?: number;
  /** @default 500 */
  readonly recordsPerSignal?: number;
  /** Maximum number of bytes in one signal; Temporal refuses 2 MiB. @default 1048576 */
  readonly bytesPerSignal?: number;
  /** Maximum number of records that Kafka has delivered and that are not durable yet, over all partitions of a route. @default 20000 */
  readonly maxPendingRecords?: number;
  /** @default 67108864 */
  readonly maxPendingBytes?: number;
  /** Largest value that a signal carries, in bytes; the worker reads larger ones back from Kafka. @default 262144 */
  readonly inlineBytes?: number;
}

export interface WorkerDefinition {
  /** Maximum number of batches of effects at the same time. @default 200 */
  readonly concurrentActivities?: number;
  /** @default 40 */
  readonly concurrentWorkflowTasks?: number;
  /** Worker versioning: running keys stay on the build that began their run. @default none: see docs/handlers.md */
  readonly deployment?: DeploymentDefinition;
  /** Maximum number of workflows kept in memory. @default by heap size, see Temporal's worker options */
  readonly cachedWorkflows?: number;
  /**
   * How long the next step of a key waits for the worker that has its workflow in memory. Then any worker takes it, and
   * replays its history. Temporal's `stickyQueueScheduleToStartTimeout`. @default '10s'
   */
  readonly stickyTimeout?: Duration;
}

/** The workers' place in a Temporal Worker Deployment. */
export interface DeploymentDefinition {
  /** @default `sluice-<gateway name>` */
  readonly name?: string;
  /** Choose a new one with each change of the handlers' file: a commit, an image tag. Setting SLUICE_BUILD_ID is enough. */
  readonly buildId?: string;
}

/** Publishing into Kafka. */
export interface OutboxDefinition {
  /** `at-least-once` is cheaper and may write a record twice, with the same `sluice.id` header. @default 'exactly-once' */
  readonly mode?: 'exactly-once' | 'at-least-once';
  /** Number of writers that share the keys; each publishes thousands of records a second. It can be changed at any time. @default 2 */
  readonly writers?: number;
  /** Topic on which the writers commit their sequence. It has no records, and Sluice makes it if it is missing. @default `<gateway name>.outbox` */
  readonly sequenceTopic?: string;
  /** How values of these topics are written. */
  readonly topics?: Readonly<Record<string, OutboxTopicDefinition>>;
}

export interface OutboxTopicDefinition {
  /** @default 'json'; for a `publish` route, as the route reads values */
  readonly value?: 'json' | 'string' | 'bytes';
}

/** What is remembered of effects. */
export interface LedgerDefinition extends LedgerKeepDefinition {
  /** Topic that every effect is written to as JSON, at least once; it must exist. @default none */
  readonly topic?: string;
}

/**
 * Types the definition of a gateway; the file's default export is what `sluice -c FILE` reads. Nothing is checked here:
 * all problems are reported together when the configuration is loaded.
 */
export const defineGateway = (definition: GatewayDefinition): GatewayDefinition => definition;
