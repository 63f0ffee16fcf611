// The validated configuration: no optional field that has a default, durations in milliseconds, secrets read.
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
  /** Part of each wait that is left to chance. */
  readonly jitter: number;
  /** 0: without end. */
  readonly maxAttempts: number;
  /** 0: without end. */
  readonly maxAgeMs: number;
  readonly maxRetryAfterMs: number;
  /** Both ends included. */
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

export interface ResolvedLimits {
  readonly timeoutMs: number;
  readonly concurrency: number;
  /** Undefined: no limit. */
  readonly rate: ResolvedRate | undefined;
  /** Undefined: none. */
  readonly breaker: ResolvedBreaker | undefined;
  readonly retry: ResolvedRetry;
  /** Undefined: as the route says. */
  readonly onTerminal: TerminalAction | undefined;
}

export interface HttpDestination extends ResolvedLimits {
  readonly kind: 'http';
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Values that must never be seen: redacted from every message. */
  readonly secrets: readonly string[];
  readonly idempotencyHeader: string;
  readonly idempotencyKeyFormat: 'plain' | 'uuid';
  readonly tokenHeader: string;
  readonly maxResponseBytes: number;
}

export interface FunctionDestination extends ResolvedLimits {
  readonly kind: 'function';
  readonly call: DestinationFunction;
}

export type ResolvedDestination = HttpDestination | FunctionDestination;

export interface ResolvedDeliver {
  readonly to: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly completes: 'response' | 'callback';
  readonly callbackHeader: string;
  readonly callbackTimeoutMs: number;
}

export interface ResolvedCallbacks {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  /** The first signs, all are recognised. */
  readonly secrets: readonly string[];
  readonly maxBodyBytes: number;
  readonly acceptLateMs: number;
}

/** A `publish` route: what it makes of each record. */
export interface ResolvedPublish {
  readonly to: string;
  /** Template; undefined: the record's own key, byte for byte. */
  readonly key: string | undefined;
  /** Field of the value; undefined: all of it. */
  readonly value: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly copyHeaders: boolean;
}

export interface ResolvedOutbox {
  /** False: nothing is published by this gateway. */
  readonly enabled: boolean;
  /** 0: at least once, without writers. */
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
  /** What becomes of slots that passed while a poll was under way. */
  readonly overlap: 'skip' | 'at-once';
  readonly timeoutMs: number;
  readonly retry: ResolvedRetry;
  /** Ids that are remembered. */
  readonly window: number;
  /** Undefined: the definition is one agent. */
  readonly parameters: ReadonlyMap<string, 'string' | 'number' | 'boolean'> | undefined;
  /** Workflows that share the agents of a definition with parameters. */
  readonly hosts: number;
  /** Either this or `http`. */
  readonly poll: PollFunction | undefined;
  readonly http: ResolvedHttpPoll | undefined;
}

export interface ResolvedRoute {
  readonly name: string;
  readonly topics: readonly string[];
  readonly value: 'json' | 'string' | 'bytes';
  /** Workflow type: the handler's export name, or the stock deliver workflow. */
  readonly workflowType: string;
  readonly deliver: ResolvedDeliver | undefined;
  readonly publish: ResolvedPublish | undefined;
  /** 0: a workflow per key. */
  readonly lanes: number;
  /** Undefined: keys do not retire. */
  readonly retireAfterMs: number | undefined;
  /** 0: one stand-in key per partition. */
  readonly nullKeySpread: number;
  readonly groupId: string;
  /** `gone` is undefined where nobody has said: then it is a dead letter, and its topic need not exist. */
  readonly onTerminal: Required<Omit<TerminalActions, 'gone'>> & { readonly gone: TerminalAction | undefined };
  /** What wins over the retry policy of the destinations that the route calls. */
  readonly retry: Partial<ResolvedRetry>;
  readonly deadLetterTopic: string;
  /** Last effects that are kept of each key; 0: none. */
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
  /** Undefined: no worker versioning. */
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
  /** Absolute path of the bundle that `sluice bundle` made. Undefined: workers make their own. */
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
  /** Undefined: effects are written to no topic. */
  readonly ledgerTopic: string | undefined;
  readonly gracePeriodMs: number;
}
