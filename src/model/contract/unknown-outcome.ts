// This is part of contract.ts and stored in histories likewise.
import type { FailureCode } from './failure';

/**
 * A call that may have had its effect, although nobody has confirmed it. It is remembered until its step is done or its
 * record is settled, so that everyone who decides after it is told (I12).
 */
export interface UnknownOutcome {
  /** Absent if nobody knows which call it was, because its worker was lost before it could tell. */
  readonly step?: string;
  readonly destination?: string;
  /** When the first such call under its idempotency key began, milliseconds since the epoch; 0 if nobody knows. */
  readonly since: number;
  /**
   * What became of that call. `stopped`: its worker stopped it. `done-before`: it was done before a dead letter.
   * `replayed`: the record was handled before its replay, at that time at the earliest. `answer-dropped`: it was done, and
   * its answer had to make room for what the workflow carries, so that it is made again. `child-begun`: not a call, but a
   * child workflow, which goes on by itself.
   */
  readonly cause:
    FailureCode | 'worker-lost' | 'stopped' | 'done-before' | 'replayed' | 'answer-dropped' | 'child-begun';
  /** Digest of the request; absent if it is not known, or if an answer came, so that another request may follow. */
  readonly request?: string;
  /**
   * Set if the call asked for something to be done and an answer came. Absent in what older versions noted, also of calls
   * that asked for nothing.
   */
  readonly answered?: true;
  /** Digest of how the idempotency key was sent; absent in what older versions noted. */
  readonly sentAs?: string;
  /** Revision of the record, which is part of the idempotency key; absent for 0. */
  readonly revision?: number;
  /** Number of answers that could not be read. */
  readonly unreadable?: number;
  /** Since when the API refuses the repeats, milliseconds since the epoch. */
  readonly refusedSince?: number;
}
