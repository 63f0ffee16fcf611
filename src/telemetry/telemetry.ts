import type { LabelsOf, NameOf } from './metric-table';

/** Takes the value of a gauge for one set of labels. */
export type Put<N extends NameOf<'gauge'>> = (labels: LabelsOf<N>, value: number) => void;

/**
 * Where the parts of a gateway tell what they do. Nothing of it throws or waits: a part must not fail, or become slower,
 * because somebody watches it. Times are in seconds and sizes in bytes, as in the table of metrics.
 */
export interface Telemetry {
  count<N extends NameOf<'counter'>>(name: N, labels: LabelsOf<N>, by?: number): void;
  observe<N extends NameOf<'histogram'>>(name: N, labels: LabelsOf<N>, value: number): void;
  /** `read` is asked at each scrape, and puts one value for each set of labels. Returns how to take it away again. */
  gauge<N extends NameOf<'gauge'>>(name: N, read: (put: Put<N>) => void): () => void;
}

const nothing = (): void => undefined;

/** Nobody watches. */
export const NO_TELEMETRY: Telemetry = { count: nothing, observe: nothing, gauge: () => nothing };
