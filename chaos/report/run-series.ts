import { firstEffects } from '../check-effects';
import { effectTimes } from '../effect-times';
import type { Facts, RecordFact } from '../facts';
import { percentile } from '../percentile';
import { Bins } from './bins';

interface SeriesFacts extends Pick<Facts, 'calls' | 'faults'> {
  readonly records: readonly Pick<RecordFact, 'id' | 'producedAt'>[];
}

/** The clock is no finer, and 0 has no place on a logarithmic axis. */
const LEAST_MS = 1;

/** `[minutes since the start, value]`; null where there is none. */
export type Point = readonly [number, number | null];

/** A run in numbers over time: what its plots show. */
export interface RunSeries {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly binSeconds: number;
  readonly producedPerSecond: readonly Point[];
  readonly effectsPerSecond: readonly Point[];
  /** Seconds from producing a record to its first effect, by the time at which it was produced. */
  readonly latencyP50: readonly Point[];
  readonly latencyP99: readonly Point[];
}

/** Returns when the first thing was produced, done or disturbed, and when the last. There are too many for Math.min. */
const spanOf = ({ records, calls, faults }: SeriesFacts): { startedAt: number; endedAt: number } => {
  let [startedAt, endedAt] = [Infinity, -Infinity];
  const widen = (from: number, until: number): void => {
    startedAt = Math.min(startedAt, from);
    endedAt = Math.max(endedAt, until);
  };
  for (const { producedAt } of records) widen(producedAt, producedAt);
  for (const call of calls) widen(call.startedAt, call.startedAt);
  for (const { from, until } of faults) widen(from, until);
  return startedAt === Infinity ? { startedAt: 0, endedAt: 0 } : { startedAt, endedAt };
};

export const runSeries = (facts: SeriesFacts): RunSeries => {
  const { startedAt, endedAt } = spanOf(facts);
  const bins = new Bins(startedAt, endedAt);
  const points = <T>(
    items: readonly T[],
    timeOf: (item: T) => number,
    value: (part: readonly T[]) => number | null,
  ): readonly Point[] => bins.sort(items, timeOf).map((part, index): Point => [bins.minutes(index), value(part)]);
  const rate = (part: readonly unknown[]): number => part.length / bins.seconds;

  const doneAt = effectTimes(facts.calls);
  const waits = facts.records.flatMap(({ id, producedAt }) => {
    const at = doneAt.get(id);
    return at === undefined ? [] : [{ producedAt, seconds: Math.max(LEAST_MS, at - producedAt) / 1_000 }];
  });
  const waited = (part: readonly (typeof waits)[number][], share: number): number | null => {
    const seconds = part.map((wait) => wait.seconds);
    return seconds.length === 0 ? null : percentile(seconds, share);
  };
  const latency = (share: number): readonly Point[] =>
    points(
      waits,
      ({ producedAt }) => producedAt,
      (part) => waited(part, share),
    );
  return {
    startedAt,
    endedAt,
    binSeconds: bins.seconds,
    producedPerSecond: points(facts.records, ({ producedAt }) => producedAt, rate),
    effectsPerSecond: points(firstEffects(facts.calls), (call) => call.startedAt, rate),
    latencyP50: latency(0.5),
    latencyP99: latency(0.99),
  };
};
