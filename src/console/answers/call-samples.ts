// Reads what a gateway's /metrics says of its calls, and makes rates of two readings.
import type { CallRates } from '../wire/overview';

const NAMES =
  /^sluice_(calls_total|call_duration_seconds_bucket|calls_in_flight|breaker_open|gate_closed)\{([^}]*)\} (\S+)$/gm;
const LABEL = /([a-z_]+)="((?:[^"\\]|\\.)*)"/g;

interface Calls {
  total: number;
  failed: number;
  inFlight: number;
  breakerOpen: boolean;
  readonly gateClosed: Set<string>;
  /** Calls up to so many seconds. */
  readonly buckets: Map<number, number>;
}

/** What is known of each destination at one time. */
export interface CallSamples {
  readonly time: number;
  readonly destinations: ReadonlyMap<string, Calls>;
}

const none = (): Calls => ({
  total: 0,
  failed: 0,
  inFlight: 0,
  breakerOpen: false,
  gateClosed: new Set(),
  buckets: new Map(),
});

const READ: Readonly<Record<string, (calls: Calls, labels: ReadonlyMap<string, string>, value: number) => void>> = {
  calls_total: (calls, labels, value) => {
    calls.total += value;
    if (labels.get('outcome') !== '2xx') calls.failed += value;
  },
  calls_in_flight: (calls, _labels, value) => (calls.inFlight += value),
  breaker_open: (calls, _labels, value) => (calls.breakerOpen ||= value > 0),
  gate_closed: (calls, labels, value) => value > 0 && calls.gateClosed.add(labels.get('cause') ?? 'unknown'),
  call_duration_seconds_bucket: (calls, labels, value) => {
    const bound = Number(labels.get('le')?.replace('+Inf', 'Infinity'));
    calls.buckets.set(bound, (calls.buckets.get(bound) ?? 0) + value);
  },
};

/** Sums the processes of a gateway, each of which has a text of its own. */
export const readCallSamples = (texts: readonly string[], time: number): CallSamples => {
  const destinations = new Map<string, Calls>();
  for (const [, name = '', labelled = '', value = ''] of texts.flatMap((text) => Array.from(text.matchAll(NAMES)))) {
    const labels = new Map(Array.from(labelled.matchAll(LABEL), ([, label = '', text = '']) => [label, text]));
    const destination = labels.get('destination') ?? '';
    const calls = destinations.get(destination) ?? none();
    destinations.set(destination, calls);
    READ[name]?.(calls, labels, Number(value));
  }
  return { time, destinations };
};

/** The bound below which this share of the calls between two readings stayed; undefined if there were none. */
const quantile = (share: number, now: Calls, before: Calls): number | undefined => {
  const counts = Array.from(
    now.buckets,
    ([bound, count]) => [bound, count - (before.buckets.get(bound) ?? 0)] as const,
  );
  const sorted = counts.sort(([one], [other]) => one - other);
  const all = sorted.at(-1)?.[1] ?? 0;
  return all > 0 ? sorted.find(([, count]) => count >= share * all)?.[0] : undefined;
};

/** A process that began anew counts from 0: what is negative is no rate. */
const rate = (now: number, before: number, seconds: number): number | undefined =>
  seconds > 0 && now >= before ? (now - before) / seconds : undefined;

export const callRates = (destination: string, now: CallSamples, before: CallSamples | undefined): CallRates => {
  const calls = now.destinations.get(destination) ?? none();
  const { breakerOpen, gateClosed, inFlight } = calls;
  const told = { breakerOpen, gateClosed: [...gateClosed], inFlight };
  if (before === undefined) return told;
  const earlier = before.destinations.get(destination) ?? none();
  const seconds = (now.time - before.time) / 1_000;
  const perSecond = rate(calls.total, earlier.total, seconds);
  const failedPerSecond = rate(calls.failed, earlier.failed, seconds);
  const [p50, p95] = [quantile(0.5, calls, earlier), quantile(0.95, calls, earlier)];
  return {
    ...told,
    ...(perSecond === undefined ? {} : { perSecond }),
    ...(failedPerSecond === undefined ? {} : { failedPerSecond }),
    ...(p50 === undefined ? {} : { p50 }),
    ...(p95 === undefined ? {} : { p95 }),
  };
};
