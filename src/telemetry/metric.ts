export interface Metric {
  readonly kind: 'counter' | 'histogram' | 'gauge';
  /** What one is, as Prometheus spells base units. Absent for counts. */
  readonly unit?: 'seconds' | 'bytes';
  readonly labels: readonly string[];
  readonly help: string;
  /** Upper bounds of a histogram, in its unit. */
  readonly buckets?: readonly number[];
}
