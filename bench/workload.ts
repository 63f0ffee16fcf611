export interface Workload {
  readonly keys: number;
  readonly perKey: number;
  /** Time that each call takes, in milliseconds. */
  readonly latencyMs: number;
  /** True: every key has had a record before the clock starts. */
  readonly warm: boolean;
}

export const WORKLOADS = {
  warm: { keys: 100, perKey: 100, latencyMs: 0, warm: true },
  cold: { keys: 2_000, perKey: 1, latencyMs: 0, warm: false },
  slow: { keys: 1_000, perKey: 5, latencyMs: 100, warm: true },
  /** True if records go from topic to topic. */
  publish: { keys: 100, perKey: 100, latencyMs: 0, warm: true },
  /** Number of records in one round. */
  'failing-key': { keys: 1_000, perKey: 3, latencyMs: 0, warm: true },
} as const satisfies Record<string, Workload>;

export type WorkloadName = keyof typeof WORKLOADS;
