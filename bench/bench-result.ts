import type { MedianSpread } from './median-spread';

/** Field names are a contract: checks read them. */
export interface SystemResult {
  readonly name: string;
  /** Number of effects, divided by the time from the first record produced to the last effect. */
  readonly recordsPerSecond: number;
  /** Time from produced to called. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  /** Records that had more than one effect, by idempotency key. */
  readonly duplicates: number;
  readonly outOfOrder: number;
  /** Processor time of the system's process; null where the operating system does not tell. */
  readonly cpuSeconds: number | null;
  /** Processor time of Kafka and Temporal meanwhile. */
  readonly engineCpuSeconds: number | null;
  /** Writes of workflows in Temporal for each effect; null where its server does not tell. */
  readonly engineUpdates: number | null;
  /** By how much histories grew for each effect, in bytes. */
  readonly historyBytes: number | null;
  /** The most memory of the system's process. */
  readonly peakMemoryMib: number | null;
  /** The least and the most of several runs, by field; the fields themselves are medians then. */
  readonly spread?: Readonly<Record<string, readonly [number, number]>>;
  /** Number of measured records that had their effect in time, and of all measured records. */
  readonly effects: number;
  readonly records: number;
}

/** Null where the operating system or the server does not tell. */
export const rounded = (value: number): number | null =>
  Number.isFinite(value) ? Math.round(value * 100) / 100 : null;

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
