// The validated configuration: fields with defaults are not optional, durations are in milliseconds, secrets are read.
// Nobody below this layer reads the environment.
import type { ResolvedAgent } from '../agent/resolved-agent';
import type { ResolvedKafka } from '../connections/kafka-settings';
import type { ResolvedTemporal } from '../connections/temporal-settings';
import type { ResolvedDeployment } from '../connections/worker-settings';
import type { ResolvedDestination } from '../destination/resolved-destination';
import type { ResolvedRoute } from '../route/resolved-route';
import type { ResolvedMetrics } from '../telemetry/metrics-options';
import type { ResolvedTracing } from '../telemetry/tracing-options';

export interface ResolvedCallbacks {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  /** The first one signs; all are recognized. */
  readonly secrets: readonly string[];
  readonly maxBodyBytes: number;
  readonly acceptLateMs: number;
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

export interface ResolvedConfig {
  readonly name: string;
  /** Absolute path of the handlers' file. */
  readonly workflowsPath: string | undefined;
  /** Absolute path of the bundle that `sluice bundle` made; undefined if workers make their own. */
  readonly bundlePath: string | undefined;
  readonly kafka: ResolvedKafka;
  readonly incarnation: string | undefined;
  readonly consumer: { readonly sessionTimeoutMs: number; readonly metadataMaxAgeMs: number };
  readonly temporal: ResolvedTemporal;
  readonly destinations: ReadonlyMap<string, ResolvedDestination>;
  readonly routes: readonly ResolvedRoute[];
  readonly agents: readonly ResolvedAgent[];
  readonly callbacks: ResolvedCallbacks | undefined;
  /** Undefined if nothing listens. */
  readonly metrics: ResolvedMetrics | undefined;
  /** Undefined if the gateway takes part in no traces. */
  readonly tracing: ResolvedTracing | undefined;
  readonly bridge: ResolvedBridge;
  readonly worker: ResolvedWorker;
  readonly outbox: ResolvedOutbox;
  /** Undefined if effects are written to no topic. */
  readonly ledgerTopic: string | undefined;
  readonly gracePeriodMs: number;
}
