import type { Counters } from '../../model/contract/contract';
import type { Acceptance } from '../../model/positions/watermarks';

export type MutableCounters = { -readonly [K in keyof Counters]: Counters[K] };

/** The counter for each way in which a sent record may be taken or refused. */
const COUNTED: Readonly<Record<Acceptance, keyof Counters>> = {
  new: 'accepted',
  truncation: 'truncations',
  duplicate: 'duplicates',
  stale: 'stale',
};

export const NO_COUNTS: Counters = {
  accepted: 0,
  duplicates: 0,
  truncations: 0,
  stale: 0,
  settled: 0,
  skipped: 0,
};

/** Counts what becomes of a sent record. True if it is taken in. */
export const countAcceptance = (counters: MutableCounters, acceptance: Acceptance): boolean => {
  counters[COUNTED[acceptance]] += 1;
  if (acceptance === 'truncation') counters.accepted += 1;
  return acceptance === 'new' || acceptance === 'truncation';
};
