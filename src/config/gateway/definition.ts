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
  /** Poll agents: what they find at their sources is published into Kafka. */
  readonly agents?: Readonly<Record<string, AgentDefinition>>;
  /** Where APIs call back: `ctx.waitForCallback`, and `deliver` with `completes: 'callback'`. */
  readonly callbacks?: CallbacksDefinition;
  readonly bridge?: BridgeDefinition;
  readonly worker?: WorkerDefinition;
  /** Needed where handlers call `ctx.publish`; `publish` routes have one with these defaults. */
  readonly outbox?: OutboxDefinition;
  /** What is remembered of effects: `sluice keys show --effects`. */
  readonly ledger?: LedgerDefinition;
  /** Time that in-flight work gets after the first SIGTERM. @default '30s' */
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
  /** Operator-set identity for brokers that have no topic ids; a new value makes every topic a new stream. */
  readonly incarnation?: string;
  /** A bridge that does not answer for so long loses its partitions to the others of its group. @default '30s' */
  readonly sessionTimeout?: Duration;
  /** Added partitions are noticed within this time. @default '30s' */
  readonly metadataMaxAge?: Duration;
}

/** Connection settings come from TEMPORAL_* variables and profiles, as for every Temporal client. */
export interface TemporalDefinition {
  /** @default `sluice-<name>` */
  readonly taskQueue?: string;
  /** Profile of temporal.toml. TEMPORAL_PROFILE. */
  readonly profile?: string;
}

export interface RouteDefinition {
  readonly topics: readonly string[];
  /** How values are read. @default 'json' */
  readonly value?: 'json' | 'string' | 'bytes';
  /** Name of the handler exported by the `workflows` file. Either this, `deliver` or `publish`. */
  readonly workflow?: string;
  readonly deliver?: DeliverDefinition;
  /** Publish each record to another topic, without code. */
  readonly publish?: PublishDefinition;
  /** Host all keys in this many workflows instead of one per key. For routes whose handler keeps no state. */
  readonly lanes?: number;
  /** A key without any record for so long ends its workflow; its next record brings it back with its state. @default keys do not retire */
  readonly retireAfter?: Duration;
  /** Records without a key: one stand-in key per partition, or spread over this many. @default 'partition' */
  readonly nullKeys?: 'partition' | { readonly spread: number };
  /** What becomes of a record that failed for good; one action for all causes, or one each. @default 'park', for `gone` 'dead-letter' */
  readonly onTerminal?: TerminalAction | TerminalActions;
  /** Wins over the `retry` of the destinations that the route calls, option by option. */
  readonly retry?: RetryDefinition;
  /** Wins over the gateway's `ledger`. */
  readonly ledger?: LedgerKeepDefinition;
  /** Topic that takes dead letters; needed, and must exist, where an action is 'dead-letter'. @default `<gateway name>.<route name>.dead-letters` */
  readonly deadLetterTopic?: string;
  /** Consumer group. @default `<gateway name>.<route name>` */
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
  /** Name of a destination. */
  readonly to: string;
  /** @default 'POST' */
  readonly method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET';
  /** `{key}`, `{topic}`, `{partition}`, `{offset}`, `{callback}` and `{value.field}` are filled in and encoded. @default '/' */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What settles a record: a 2xx response, or after it the API's call of the URL it was given. @default 'response' */
  readonly completes?: 'response' | 'callback';
  /** Header that carries the callback's URL. @default 'Sluice-Callback-Url' */
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
  /** Where the outside world reaches the endpoint; `/callbacks/...` is added to it. */
  readonly publicUrl: string;
  /** Signs the URLs: 32 characters or more. Of a list the first signs, and all are recognised. */
  readonly secret: Secret | readonly Secret[];
  /** Largest body of a callback, in bytes; it goes into history. @default 65536 */
  readonly maxBodyBytes?: number;
  /** Time after the end of a wait for which its URL is recognised. @default '24h' */
  readonly acceptLate?: Duration;
}

export interface BridgeDefinition {
  /** Calls to Temporal at the same time. @default 64 */
  readonly concurrentSignals?: number;
  /** @default 500 */
  readonly recordsPerSignal?: number;
  /** Most bytes in one signal; Temporal refuses 2 MiB. @default 1048576 */
  readonly bytesPerSignal?: number;
  /** Records delivered by Kafka and not yet durable, over all partitions of a route. @default 20000 */
  readonly maxPendingRecords?: number;
  /** @default 67108864 */
  readonly maxPendingBytes?: number;
  /** Larger values travel by reference: the worker reads them back from Kafka. @default 262144 */
  readonly inlineBytes?: number;
}

export interface WorkerDefinition {
  /** Batches of effects at the same time. @default 200 */
  readonly concurrentActivities?: number;
  /** @default 40 */
  readonly concurrentWorkflowTasks?: number;
  /** Worker versioning: running keys stay on the build that began their run. @default none: see docs/handlers.md */
  readonly deployment?: DeploymentDefinition;
  /** Workflows kept in memory. @default by heap size, see Temporal's worker options */
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
  /** SLUICE_BUILD_ID, which alone is enough. Another one for each change of the handlers' file: a commit, an image tag. */
  readonly buildId?: string;
}
