// The validated configuration: fields with defaults are not optional, durations are in milliseconds, secrets are read.
// Nobody below this layer reads the environment.
import type { ClientConnectConfig } from '@temporalio/envconfig';
import type { KafkaConfig } from 'kafkajs';
import type { TerminalAction } from '../../model/contract/effect-contract';
import type { PollFunction } from '../agent/agent-definition';
import type { TerminalActions } from '../route/route-definition';
import type { DestinationFunction } from '../destination/destination-definition';
import type { ResolvedHttpPoll } from '../agent/resolved-http-poll';

export interface ResolvedRetry {
  readonly initialMs: number;
  readonly factor: number;
  readonly maximumMs: number;
  /** The random share of each wait. */
  readonly jitter: number;
  /** 0 means no limit. */
  readonly maxAttempts: number;
  /** 0 means no limit. */
  readonly maxAgeMs: number;
  readonly maxRetryAfterMs: number;
  /** Ranges include both ends. */
  readonly statuses: readonly (readonly [from: number, to: number])[];
  readonly errors: 'all' | ReadonlySet<string>;
}

export interface ResolvedRate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface ResolvedBreaker {
  readonly failureRatio: number;
  readonly minimumCalls: number;
  readonly windowMs: number;
  readonly openForMs: number;
  readonly probes: number;
}

/** Statuses that say that a destination does not take our credentials. */
export interface ResolvedCredentials {
  readonly refused: readonly number[];
  /** Those that say so only if several keys in a row get them. */
  readonly doubted: readonly number[];
}

export interface ResolvedLimits {
  readonly timeoutMs: number;
  readonly concurrency: number;
  /** Undefined means no limit. */
  readonly rate: ResolvedRate | undefined;
  /** Undefined means no breaker. */
  readonly breaker: ResolvedBreaker | undefined;
  readonly retry: ResolvedRetry;
  readonly credentials: ResolvedCredentials;
  /** Undefined means as the route says. */
  readonly onTerminal: TerminalAction | undefined;
  /** How long the API remembers idempotency keys; undefined means for ever. */
  readonly idempotencyWindowMs: number | undefined;
}

export interface SecretFile {
  readonly header: string;
  /** Text before the secret in the header. */
  readonly prefix: string;
  readonly path: string;
}

export interface HttpDestination extends ResolvedLimits {
  readonly kind: 'http';
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Names of those that hold a secret, as `headerId` gives them: no request replaces them. */
  readonly secretHeaders: ReadonlySet<string>;
  /** Values that must never be shown: every message redacts them. */
  readonly secrets: readonly string[];
  /** Where those secrets came from that may change while the gateway runs; those of the environment cannot. */
  readonly secretFiles: readonly SecretFile[];
  readonly idempotencyHeader: string;
  readonly idempotencyKeyFormat: 'plain' | 'uuid';
  readonly tokenHeader: string;
  readonly maxResponseBytes: number;
  readonly redirects: 'refuse' | 'same-origin';
  readonly echoedSecrets: 'refuse' | 'mask';
}

export interface FunctionDestination extends ResolvedLimits {
  readonly kind: 'function';
  readonly call: DestinationFunction;
}

export type ResolvedDestination = HttpDestination | FunctionDestination;

/** Which headers of its records a `deliver` route copies. */
export interface ResolvedHeaderCopy {
  /** In lower case. */
  readonly names: ReadonlySet<string>;
  /** In lower case; an empty one is the prefix of every name. */
  readonly prefixes: readonly string[];
  /** Those that somebody else sets, as `headerId` gives them: a record does not replace them. */
  readonly never: ReadonlySet<string>;
}

export interface ResolvedDeliver {
  readonly to: string;
  readonly method: string;
  readonly path: string;
  /** Templates. */
  readonly headers: Readonly<Record<string, string>>;
  readonly copyHeaders: ResolvedHeaderCopy;
  readonly tombstone: 'send' | 'skip' | { readonly method: string; readonly path: string | undefined };
  readonly completes: 'response' | 'callback';
  readonly callbackHeader: string;
  readonly callbackTimeoutMs: number;
}

export interface ResolvedCallbacks {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  /** The first one signs; all are recognized. */
  readonly secrets: readonly string[];
  readonly maxBodyBytes: number;
  readonly acceptLateMs: number;
}

/** What a `publish` route makes of each record. */
export interface ResolvedPublish {
  readonly to: string;
  /** A template; undefined means the record's own key, byte for byte. */
  readonly key: string | undefined;
  /** A field of the value; undefined means all of it. */
  readonly value: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly copyHeaders: boolean;
}

export interface ResolvedOutbox {
  /** False if this gateway publishes nothing. */
  readonly enabled: boolean;
  /** 0 means at least once, without writers. */
  readonly writers: number;
  readonly sequenceTopic: string;
  /** How values are written, by topic. */
  readonly topics: ReadonlyMap<string, 'json' | 'string' | 'bytes'>;
}

/** When an agent polls. */
export type ResolvedSchedule =
  | { readonly kind: 'every'; readonly everyMs: number }
  | { readonly kind: 'cron'; readonly cron: string; readonly timeZone: string };

export interface ResolvedAgent {
  readonly name: string;
  readonly topic: string;
  readonly schedule: ResolvedSchedule;
  readonly jitterMs: number;
  /** What becomes of slots that passed while a poll was in progress. */
  readonly overlap: 'skip' | 'at-once';
  readonly timeoutMs: number;
  readonly retry: ResolvedRetry;
  /** Number of ids that are remembered. */
  readonly window: number;
  /** Undefined if the definition is a single agent. */
  readonly parameters: ReadonlyMap<string, 'string' | 'number' | 'boolean'> | undefined;
  /** Number of workflows that share the agents of a definition with parameters. */
  readonly hosts: number;
  /** An agent has either this or `http`. */
  readonly poll: PollFunction | undefined;
  readonly http: ResolvedHttpPoll | undefined;
}

export interface ResolvedRoute {
  readonly name: string;
  readonly topics: readonly string[];
  readonly value: 'json' | 'string' | 'bytes';
  /** How keys are read for handlers and templates. */
  readonly key: 'utf8' | 'hex' | 'int' | 'long' | 'uuid';
  /** What a handler gets for numbers in JSON that JavaScript cannot hold. */
  readonly numbers: 'exact' | 'text' | 'bigint' | 'plain';
  /** Workflow type: the handler's export name, or the stock deliver workflow. */
  readonly workflowType: string;
  readonly deliver: ResolvedDeliver | undefined;
  readonly publish: ResolvedPublish | undefined;
  /** 0 means a workflow per key. */
  readonly lanes: number;
  /** Undefined means that keys do not retire. */
  readonly retireAfterMs: number | undefined;
  /** 0 means one stand-in key per partition. */
  readonly nullKeySpread: number;
  readonly groupId: string;
  /** `gone` is undefined if nobody has set it: then it is a dead letter, and its topic need not exist. */
  readonly onTerminal: Required<Omit<TerminalActions, 'gone'>> & { readonly gone: TerminalAction | undefined };
  /** What overrides the retry policy of the destinations that the route calls. */
  readonly retry: Partial<ResolvedRetry>;
  readonly deadLetterTopic: string;
  /** Number of last effects kept for each key; 0 means none. */
  readonly ledgerKeep: number;
}

export interface ResolvedBridge {
  readonly concurrentSignals: number;
  readonly recordsPerSignal: number;
  readonly bytesPerSignal: number;
  readonly maxPendingRecords: number;
  readonly maxPendingBytes: number;
  readonly inlineBytes: number;
}

export interface ResolvedWorker {
  readonly concurrentActivities: number;
  readonly concurrentWorkflowTasks: number;
  readonly cachedWorkflows: number | undefined;
  readonly stickyTimeoutMs: number;
  /** Undefined without worker versioning. */
  readonly deployment: ResolvedDeployment | undefined;
}

export interface ResolvedDeployment {
  readonly name: string;
  readonly buildId: string;
}

export interface ResolvedConfig {
  readonly name: string;
  /** Absolute path of the handlers' file. */
  readonly workflowsPath: string | undefined;
  /** Absolute path of the bundle that `sluice bundle` made; undefined if workers make their own. */
  readonly bundlePath: string | undefined;
  readonly kafka: KafkaConfig & { readonly brokers: string[]; readonly clientId: string };
  readonly incarnation: string | undefined;
  readonly consumer: { readonly sessionTimeoutMs: number; readonly metadataMaxAgeMs: number };
  readonly temporal: ClientConnectConfig & { readonly namespace: string; readonly taskQueue: string };
  readonly destinations: ReadonlyMap<string, ResolvedDestination>;
  readonly routes: readonly ResolvedRoute[];
  readonly agents: readonly ResolvedAgent[];
  readonly callbacks: ResolvedCallbacks | undefined;
  readonly bridge: ResolvedBridge;
  readonly worker: ResolvedWorker;
  readonly outbox: ResolvedOutbox;
  /** Undefined if effects are written to no topic. */
  readonly ledgerTopic: string | undefined;
  readonly gracePeriodMs: number;
}
