import type { SystemResult } from './bench-result';
import { median } from './median-spread';

const COUNTS = ['recordsPerSecond', 'p50Ms', 'p99Ms', 'p999Ms', 'effects'] as const;
const COSTS = ['cpuSeconds', 'engineCpuSeconds', 'engineUpdates', 'historyBytes', 'peakMemoryMib'] as const;

/** One row of several runs of a system: medians, and the range of what was measured. Faults add up. */
export const combined = (runs: readonly SystemResult[]): SystemResult => {
  const [first] = runs;
  if (first === undefined || runs.length === 1) return first ?? fail();
  const row: Record<string, unknown> = { ...first };
  const spread: Record<string, readonly [number, number]> = {};
  for (const name of [...COUNTS, ...COSTS]) {
    const values = runs.map((run) => run[name]).filter((value) => value !== null);
    row[name] = values.length === 0 ? null : median(values);
    if (values.length > 0) spread[name] = [Math.min(...values), Math.max(...values)];
  }
  const sum = (name: 'duplicates' | 'outOfOrder'): number => runs.reduce((total, run) => total + run[name], 0);
  return { ...(row as unknown as SystemResult), duplicates: sum('duplicates'), outOfOrder: sum('outOfOrder'), spread };
};

const fail = (): never => {
  throw new Error('There is no run to combine.');
};
