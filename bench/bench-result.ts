import type { MedianSpread } from './median-spread';

/** Field names are a contract: checks read them. */
export interface SystemResult {
  readonly name: string;
  /** Number of effects, divided by the time from the first record produced to the last effect. */
  readonly recordsPerSecond: number;
  /** Time from produced to called. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Records that had more than one effect, by idempotency key. */
  readonly duplicates: number;
  readonly outOfOrder: number;
  /** Processor time of the system's process; null where the operating system does not tell. */
  readonly cpuSeconds: number | null;
  /** Processor time of Kafka and Temporal meanwhile. */
  readonly engineCpuSeconds: number | null;
  /** Number of measured records that had their effect in time, and of all measured records. */
  readonly effects: number;
  readonly records: number;
}

/** Rounds with failing keys, each divided by the mean of the two rounds without next to it. */
export interface Ratios {
  readonly beside: MedianSpread;
  /** Rounds without failing keys, divided alike: they show nothing but noise. */
  readonly well: MedianSpread;
}

export interface BenchResult {
  readonly workload: string;
  readonly systems: readonly SystemResult[];
  /** `failing-key`: throughput of the other keys beside failing keys, divided by that without; median of the rounds. */
  readonly ratios?: Readonly<Record<string, number>>;
  /** `failing-key`: the same for effects per second of processor time, which other load disturbs less. */
  readonly cpuRatios?: Readonly<Record<string, number>>;
  /** `failing-key`: how sure both ratios are. */
  readonly spreads?: Readonly<Record<string, { readonly throughput: Ratios; readonly cpu?: Ratios }>>;
}
