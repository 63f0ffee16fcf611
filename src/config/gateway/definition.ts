// What a user writes in gateway.config.ts. Durations are strings such as '500ms', '10s', '5m' here and milliseconds
// below this layer.
import type { TerminalAction } from '../../model/contract/effect-contract';
import type { AgentDefinition } from '../agent/agent-definition';
import type {
  CodeDestinationDefinition,
  DestinationDefinition,
  DestinationFunction,
  RetryDefinition,
} from '../destination/destination-definition';
import type { Duration } from '../checking/duration';
import type { LedgerDefinition, LedgerKeepDefinition } from './ledger-definition';
import type { OutboxDefinition, PublishDefinition } from './outbox-definition';
import type { Secret } from '../destination/secret';

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

export interface RouteDefinition {
  readonly topics: readonly string[];
  /** How values are read. @default 'json' */
  readonly value?: 'json' | 'string' | 'bytes';
  /** Name of the handler that the `workflows` file exports. A route has either this, `deliver` or `publish`. */
  readonly workflow?: string;
  readonly deliver?: DeliverDefinition;
  /** Publish each record to another topic, without code. */
  readonly publish?: PublishDefinition;
  /** Number of workflows that host all keys, instead of one per key; for routes whose handler keeps no state. */
  readonly lanes?: number;
  /** A key that has no record for this long ends its workflow; its next record brings it back with its state. @default keys do not retire */
  readonly retireAfter?: Duration;
  /** Keys for records that have none: one stand-in key per partition, or `spread` stand-in keys. @default 'partition' */
  readonly nullKeys?: 'partition' | { readonly spread: number };
  /** What becomes of a record that has failed for good: one action for all causes, or one for each. @default 'park', for `gone` 'dead-letter' */
  readonly onTerminal?: TerminalAction | TerminalActions;
  /** Wins over the `retry` of the destinations that the route calls, option by option. */
  readonly retry?: RetryDefinition;
  /** Wins over the gateway's `ledger`. */
  readonly ledger?: LedgerKeepDefinition;
  /** Topic for dead letters; it must exist if an action is 'dead-letter'. @default `<gateway name>.<route name>.dead-letters` */
  readonly deadLetterTopic?: string;
  /** Consumer group of the route. No two routes may share one. @default `<gateway name>.<route name>` */
  readonly groupId?: string;
}

/** Each but `gone` defaults to 'park': the one action that loses neither the record nor the order of its key. */
export interface TerminalActions {
  /** A call was refused, or its attempts are used up. */
  readonly effect?: TerminalAction;
  /** The handler threw: a bug. */
  readonly handler?: TerminalAction;
  /** The handler threw a `TerminalError`: it refuses the record. */
  readonly refused?: TerminalAction;
  /** The value cannot be read as the route says. */
  readonly undecodable?: TerminalAction;
  /**
   * Retention or compaction took the payload of a record that waited by reference: a key that waited for it would wait for
   * nothing. @default 'dead-letter', or 'park' while the topic does not exist
   */
  readonly gone?: TerminalAction;
}

export interface DeliverDefinition {
  /** Destination that gets the records. */
  readonly to: string;
  /** @default 'POST' */
  readonly method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET';
  /** Path of each call; `{key}`, `{topic}`, `{partition}`, `{offset}`, `{callback}` and `{value.field}` are filled in and encoded. @default '/' */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What settles a record: a 2xx response or, with 'callback', the API's later call of the URL that it was given. @default 'response' */
  readonly completes?: 'response' | 'callback';
  /** Header that carries the URL of the callback. @default 'Sluice-Callback-Url' */
  readonly callbackHeader?: string;
  /** Time that the API has for its callback. @default '1h' */
  readonly callbackTimeout?: Duration;
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
