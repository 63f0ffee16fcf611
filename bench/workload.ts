export interface Workload {
  readonly keys: number;
  /** Number of records that are measured; of one round, where there are rounds. */
  readonly records: number;
  /** `zipf`: the key of rank r gets a share of 1/r. Default: all keys get as many. */
  readonly spread?: 'zipf';
  /** Time that each call takes, in milliseconds. */
  readonly latencyMs: number;
  /** True: every key has had a record before the clock starts. */
  readonly warm: boolean;
  /** Produces steadily at this rate. Default: all at once. */
  readonly perSecond?: number;
  /** Seconds at that rate before the measured ones: latency falls while code and caches become warm. */
  readonly settleSeconds?: number;
}

export const WORKLOADS = {
  warm: { keys: 100, records: 10_000, latencyMs: 0, warm: true },
  cold: { keys: 2_000, records: 2_000, latencyMs: 0, warm: false },
  slow: { keys: 1_000, records: 10_000, latencyMs: 100, warm: true },
  'hot-key': { keys: 1, records: 2_000, latencyMs: 0, warm: true },
  skewed: { keys: 5_000, records: 20_000, spread: 'zipf', latencyMs: 0, warm: false },
  latency: { keys: 100, records: 1_800, latencyMs: 10, warm: true, perSecond: 30, settleSeconds: 30 },
  handler: { keys: 100, records: 10_000, latencyMs: 0, warm: true },
  /** Records go from topic to topic. */
  publish: { keys: 100, records: 10_000, latencyMs: 0, warm: true },
  'failing-key': { keys: 1_000, records: 3_000, latencyMs: 0, warm: true },
} as const satisfies Record<string, Workload>;

export type WorkloadName = keyof typeof WORKLOADS;
