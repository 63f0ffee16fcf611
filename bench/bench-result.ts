import type { MedianSpread } from './median-spread';

/** Field names are a contract: checks read them. */
export interface SystemResult {
  readonly name: string;
  /** Effects by the time from the first record produced to the last effect. */
  readonly recordsPerSecond: number;
  /** From produced to called. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Records that had more than one effect, by idempotency key. */
  readonly duplicates: number;
  readonly outOfOrder: number;
  /** Of the process of the system; null where the operating system does not tell. */
  readonly cpuSeconds: number | null;
  /** Of Kafka and Temporal meanwhile. */
  readonly engineCpuSeconds: number | null;
  /** Measured records that had their effect in time, of how many. */
  readonly effects: number;
  readonly records: number;
}

/** Rounds by the mean of the two well ones next to them. */
export interface Ratios {
  readonly beside: MedianSpread;
  /** Well rounds: nothing but noise. */
  readonly well: MedianSpread;
}

export interface BenchResult {
  readonly workload: string;
  readonly systems: readonly SystemResult[];
  /** `failing-key`: throughput of the others beside failing keys, by that without; median of the rounds. */
  readonly ratios?: Readonly<Record<string, number>>;
  /** `failing-key`: the same by processor time of system and engines for an effect, which other load disturbs less. */
  readonly cpuRatios?: Readonly<Record<string, number>>;
  /** `failing-key`: how sure both are. */
  readonly spreads?: Readonly<Record<string, { readonly throughput: Ratios; readonly cpu?: Ratios }>>;
}
