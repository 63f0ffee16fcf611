import type { Telemetry } from '../../../../src/telemetry/telemetry';

/** Telemetry that remembers what was counted, as lines such as `name{route=r} 2`. */
export const counted = (): Telemetry & { readonly counts: string[]; readonly observed: string[] } => {
  const counts: string[] = [];
  const observed: string[] = [];
  const named = (name: string, labels: object): string =>
    `${name}{${Object.entries(labels)
      .map(([label, value]) => `${label}=${String(value)}`)
      .join()}}`;
  return {
    counts,
    observed,
    count: (name, labels, by = 1) => counts.push(`${named(name, labels)} ${by}`),
    observe: (name, labels) => observed.push(named(name, labels)),
    gauge: () => () => undefined,
  };
};
