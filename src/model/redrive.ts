// Words of redriving dead letters. Stored in histories like everything in contract.ts.
import type { Position, Stream, WireBytes } from './record';

/** Puts dead-lettered records back into the inboxes of a workflow. Argument `RedriveRequest`, answer `RedriveAnswer`. */
export const REDRIVE_UPDATE = 'sluice.redrive';
/** Where records of the given chains would go now: argument `readonly string[]`, answer `readonly RedrivePlace[]`. */
export const REDRIVE_QUERY = 'sluice.redrive-places';

/** Redriven records that wait in one workflow at most: they must fit what it carries. */
export const MAX_REDRIVEN = 250;
/** What the refusal of an update is called, when that many wait. */
export const REDRIVE_FULL = 'sluice.redrive-full';

/** What a waiting record remembers of its way through the dead-letter topic. */
export interface Redriven {
  /** Times it was redriven, from 1. */
  readonly times: number;
  /** The letter that has its payload: a record of the dead-letter topic. */
  readonly letter: { readonly stream: Stream; readonly position: Position };
  /** Number of its edit, from 1; absent where it is as it was. */
  readonly revision?: number;
}

/** How it is carried from run to run. */
export interface RedrivenEntry {
  readonly stream: Stream;
  readonly position: Position;
  readonly redriven: Redriven;
}

export interface RedriveLetter {
  /** Name of the letter, see `letterId`: what is sent twice is taken once. */
  readonly id: string;
  readonly chain: string;
  readonly key: WireBytes | null;
  /** Of the record, which is its identity for ever (I5). */
  readonly stream: Stream;
  readonly position: Position;
  readonly redriven: Redriven;
}

export interface RedriveRequest {
  readonly letters: readonly RedriveLetter[];
}

/**
 * On a key that is parked, retrying or paused, `first`: before all that waits, its head record included; `after-held`: behind
 * the head record, whose effects may have begun, and before the others. On one that moves, `last`: behind all that waits.
 */
export type RedrivePlace = 'first' | 'after-held' | 'last';

/** For each letter in order; `known`: it was taken before. */
export type RedriveAnswer = readonly (RedrivePlace | 'known')[];
