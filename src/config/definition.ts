// What a user writes in gateway.config.ts. Durations are strings such as '500ms', '10s', '5m' here and milliseconds
// below this layer.
import type { TerminalAction } from '../model/effect-contract';
import type { AgentDefinition } from './agent-definition';
import type { OutboxDefinition, PublishDefinition } from './outbox-definition';
import type { Secret } from './secret';

/** A time span: `'250ms'`, `'10s'`, `'5m'`, `'1h'`. */
export type Duration = string;

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

/** Limits and policies that every destination has. */
export interface DestinationLimits {
  /** Deadline of one call, connection included. At most '5m'. @default '10s' */
  readonly timeout?: Duration;
  /** Calls at the same time from one worker process. @default 200 */
  readonly concurrency?: number;
  /** Calls per second from one worker process. @default no limit */
  readonly rate?: RateDefinition;
  /** Holds keys back while the destination fails, without using up their attempts. `false` turns it off. */
  readonly breaker?: BreakerDefinition | false;
  readonly retry?: RetryDefinition;
  /** What becomes of a record whose call to this destination failed for good. @default as the route says */
  readonly onTerminal?: TerminalAction;
}

export interface DestinationDefinition extends DestinationLimits {
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string | Secret>>;
  /** @default 'Idempotency-Key' */
  readonly idempotencyHeader?: string;
  /** `uuid` sends a UUIDv5 of the key, for receivers that insist on one. @default 'plain' */
  readonly idempotencyKeyFormat?: 'plain' | 'uuid';
  /** Integer that only grows per key, so that a receiver can refuse stale calls. @default 'Sluice-Token' */
  readonly tokenHeader?: string;
  /** Largest response body that a handler may receive, in bytes; it goes into history. @default 65536 */
  readonly maxResponseBytes?: number;
}

/** A destination in code with limits of its own. */
export interface CodeDestinationDefinition extends DestinationLimits {
  readonly call: DestinationFunction;
}

/** Per worker process: divide what the receiver allows by the number of workers. */
export interface RateDefinition {
  readonly perSecond: number;
  /** Calls that may follow each other at once after a pause. @default a tenth of a second's worth, at least 1 */
  readonly burst?: number;
}

/** Per worker process. Counts network errors, time-outs and retryable answers but 4xx as failures. */
export interface BreakerDefinition {
  /** Opens when this part of the calls in the window failed. @default 0.5 */
  readonly failureRatio?: number;
  /** Calls in the window below which it never opens. @default 20 */
  readonly minimumCalls?: number;
  /** @default '30s' */
  readonly window?: Duration;
  /** Time without any call before probes may try again. @default '10s' */
  readonly openFor?: Duration;
  /** Probes at the same time, and as many must succeed before it closes. @default 3 */
  readonly probes?: number;
}

/** On a route, what is given wins over the destination's, option by option. */
export interface RetryDefinition {
  /** @default '500ms' */
  readonly initial?: Duration;
  /** @default 2 */
  readonly factor?: number;
  /** @default '1m' */
  readonly maximum?: Duration;
  /** Part of each wait that is left to chance, 0 to 1. @default 0.5 */
  readonly jitter?: number;
  /** Failed attempts of one effect before it counts as terminal; 0 is without end. @default 0 */
  readonly maxAttempts?: number;
  /** Time after the first failed attempt of one effect, after which another failure counts as terminal. @default without end */
  readonly maxAge?: Duration;
  /** Longest `Retry-After` that is obeyed. @default '1h' */
  readonly maxRetryAfter?: Duration;
  /** Statuses that are tried again: numbers, classes `'5xx'`, ranges `'502-504'`. @default [408, 425, 429, '5xx'] */
  readonly statuses?: readonly (number | string)[];
  /** Network errors that are tried again, by code: `'ECONNRESET'`; `'timeout'` is the deadline of the call. @default 'all' */
  readonly errors?: 'all' | readonly string[];
}

export interface FunctionCall {
  readonly request: unknown;
  readonly idempotencyKey: string;
  readonly token: number;
  /** Aborted when the attempt must stop (I6): pass it on to whatever does the work. */
  readonly signal: AbortSignal;
}

/** A destination in code, for what is not HTTP. What it throws is judged as `DestinationError` describes. */
export type DestinationFunction = (call: FunctionCall) => Promise<unknown>;

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
  /** Records without a key: one stand-in key per partition, or spread over this many. @default 'partition' */
  readonly nullKeys?: 'partition' | { readonly spread: number };
  /** What becomes of a record that failed for good; one action for all causes, or one each. @default 'park' */
  readonly onTerminal?: TerminalAction | TerminalActions;
  /** Wins over the `retry` of the destinations that the route calls, option by option. */
  readonly retry?: RetryDefinition;
  /** Topic that takes dead letters; needed, and must exist, where an action is 'dead-letter'. @default `<gateway name>.<route name>.dead-letters` */
  readonly deadLetterTopic?: string;
  /** Consumer group. @default `<gateway name>.<route name>` */
  readonly groupId?: string;
}

/** Each defaults to 'park': the one action that loses neither the record nor the order of its key. */
export interface TerminalActions {
  /** A call was refused, or its attempts are used up. */
  readonly effect?: TerminalAction;
  /** The handler threw: a bug. */
  readonly handler?: TerminalAction;
  /** The handler threw a `TerminalError`: it refuses the record. */
  readonly refused?: TerminalAction;
  /** The value cannot be read as the route says. */
  readonly undecodable?: TerminalAction;
  /** Retention or compaction took the payload of a record that waited by reference. */
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
}

/** The workers' place in a Temporal Worker Deployment. */
export interface DeploymentDefinition {
  /** @default `sluice-<gateway name>` */
  readonly name?: string;
  /** SLUICE_BUILD_ID, which alone is enough. Another one for each change of the handlers' file: a commit, an image tag. */
  readonly buildId?: string;
}
