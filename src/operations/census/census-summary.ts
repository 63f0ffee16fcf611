import type { NotedStatus } from '../../model/keys/census';
import type { Census, CensusRow } from './census';

/** Keys that stand so at a destination, over all routes. */
export interface CensusGroup {
  readonly status: NotedStatus | 'held';
  readonly destination: string | undefined;
  readonly keys: number;
  /** Largest first. */
  readonly causes: readonly CensusCause[];
}

export interface CensusCause {
  /** Undefined for keys that are only paused or held. */
  readonly cause: string | undefined;
  readonly keys: number;
  readonly since: number | undefined;
}

/** Sums a census up by status and destination: those that need somebody come first, then the largest. */
export const censusSummary = ({ rows }: Pick<Census, 'rows'>): readonly CensusGroup[] => {
  const groups = new Map<string, CensusRow[]>();
  for (const row of rows) {
    const name = JSON.stringify([row.status, row.destination]);
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return Array.from(groups.values(), groupOf).sort((a, b) => rank(a) - rank(b) || b.keys - a.keys);
};

const ORDER: readonly CensusGroup['status'][] = ['parked', 'held', 'paused', 'retrying', 'postponed'];

const rank = ({ status }: CensusGroup): number => ORDER.indexOf(status);

const groupOf = (rows: readonly CensusRow[]): CensusGroup => {
  const causes = new Map<string | undefined, CensusCause>();
  for (const { cause, keys, since } of rows) {
    const known = causes.get(cause) ?? { cause, keys: 0, since: undefined };
    causes.set(cause, { cause, keys: known.keys + keys, since: earlier(known.since, since) });
  }
  const [{ status, destination } = { status: 'parked' as const, destination: undefined }] = rows;
  return {
    status,
    destination,
    keys: rows.reduce((sum, { keys }) => sum + keys, 0),
    causes: Array.from(causes.values()).sort((a, b) => b.keys - a.keys),
  };
};

const earlier = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
