// The keys that do not move, counted: how they stand, where, and why. Hosts of many keys answer it to a query, so
// adding an optional field is safe, renaming or removing one is not.
import type { ChainStatus } from '../contract/contract';
import { causeOf } from './cause';

/** How a key stands that does not move. The first two want an operator; the others go on by themselves. */
export const NOTED_STATUSES = ['parked', 'paused', 'retrying', 'postponed'] as const;
export type NotedStatus = (typeof NOTED_STATUSES)[number];

export const isNoted = (status: string | undefined): status is NotedStatus =>
  NOTED_STATUSES.some((noted) => noted === status);

/** One key that does not move. */
export interface NotedKey {
  readonly status: NotedStatus;
  readonly destination?: string | undefined;
  /** `http-status:422`, `breaker-open`; absent for a key that is paused and nothing else. */
  readonly cause?: string | undefined;
  /** Since when, in milliseconds since the epoch. */
  readonly since?: number | undefined;
  /** The key, as workflow ids have it. */
  readonly chain?: string | undefined;
}

/** Those that have status, destination and cause in common; `since` and `chain` are those of the first. */
export interface CensusLine extends NotedKey {
  readonly keys: number;
}

/** A handler may name what does not exist, so there may be many destinations. */
const MAX_LINES = 200;
/** What is counted together once there are too many lines. */
export const OTHER = 'other';

export class CensusCount {
  private readonly counted = new Map<string, CensusLine>();

  /** Counts a key, or a line that was counted elsewhere. */
  add(key: NotedKey | CensusLine): void {
    const { status, destination, cause } = key;
    const own = JSON.stringify([status, destination, cause]);
    if (this.counted.has(own) || this.counted.size < MAX_LINES) this.put(own, key);
    else this.put(JSON.stringify([status, OTHER, OTHER]), { ...key, destination: OTHER, cause: OTHER });
  }

  get lines(): readonly CensusLine[] {
    return Array.from(this.counted.values());
  }

  private put(own: string, key: NotedKey | CensusLine): void {
    const more = 'keys' in key ? key.keys : 1;
    const known = this.counted.get(own);
    if (known === undefined) {
      this.counted.set(own, { ...key, keys: more });
      return;
    }
    const first = (key.since ?? Infinity) < (known.since ?? Infinity) ? key : known;
    this.counted.set(own, { ...known, since: first.since, chain: first.chain, keys: known.keys + more });
  }
}

/** The key as a census counts it; undefined if it moves. */
export const notedKey = ({ chain, status, failure, wait, since }: ChainStatus): NotedKey | undefined => {
  if (!isNoted(status)) return undefined;
  // All keys that wait for a destination wait since it was called last, whenever each of them learned of it.
  const began = wait?.shutSince ?? (since === undefined ? wait?.since : Date.parse(since));
  return {
    status,
    destination: wait?.destination ?? failure?.destination,
    cause: wait?.reason ?? (failure === undefined ? undefined : causeOf(failure)),
    since: began,
    chain,
  };
};
