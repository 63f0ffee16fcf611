// The vocabulary of redriving dead letters. It is stored in histories like all of contract.ts.
import type { UnknownOutcome } from './unknown-outcome';
import type { Position, Stream, WireBytes } from './record';
import type { TimedCommand } from './timed-command';

/** Puts dead-lettered records back into the inboxes of a workflow. Argument `RedriveRequest`, answer `RedriveAnswer`. */
export const REDRIVE_UPDATE = 'sluice.redrive';
/** Tells where records of given chains would go now. Argument `readonly string[]`, answer `readonly RedrivePlace[]`. */
export const REDRIVE_QUERY = 'sluice.redrive-places';

/** The most redriven records that may wait in one workflow, because they must fit what it carries. */
export const MAX_REDRIVEN = 250;
/** Type of the failure with which an Update is refused when that many wait. */
export const REDRIVE_FULL = 'sluice.redrive-full';

/** What a waiting record keeps of its way through the dead-letter topic. */
export interface Redriven {
  /** How often the record was redriven, from 1. */
  readonly times: number;
  /** The letter that has the payload, which is a record of the dead-letter topic. */
  readonly letter: { readonly stream: Stream; readonly position: Position };
  /** Number of the record's edit, from 1; absent if it is unchanged. */
  readonly revision?: number;
  /** How many revisions it may have had in closed runs that nobody knows; absent for 0. */
  readonly unknownRevisions?: number;
  /** Calls from before it was dead-lettered that may have had their effects. */
  readonly doubts?: readonly UnknownOutcome[];
  /** Set if URLs of callbacks are those of the record's first time; older versions gave each redrive its own. */
  readonly oneUrl?: true;
}

/** A redriven record as it is carried from run to run. */
export interface RedrivenEntry {
  readonly stream: Stream;
  readonly position: Position;
  readonly redriven: Redriven;
}

export interface RedriveLetter {
  /** Name of the letter, see `letterId`, by which a letter that is sent twice is taken once. */
  readonly id: string;
  readonly chain: string;
  readonly key: WireBytes | null;
  /** Stream of the record, which is part of its identity for ever (I5). */
  readonly stream: Stream;
  readonly position: Position;
  readonly redriven: Redriven;
}

export interface RedriveRequest extends TimedCommand {
  readonly letters: readonly RedriveLetter[];
}

/**
 * On a key that is parked, retrying or paused, `first` is before all that waits, its head record included; `after-held`
 * is behind a head record whose effects may have begun, before the others. On a key that moves, `last` is behind all.
 */
export type RedrivePlace = 'first' | 'after-held' | 'last';

/** One answer for each letter, in order; `known` means that it was taken before. */
export type RedriveAnswer = readonly (RedrivePlace | 'known')[];
