// What operators ask of the workflow that hosts a key, besides what is in contract.ts. It is stored in histories
// likewise: adding an optional field is safe, renaming or removing one is not.
import type { ChainStatus, KeyCommand } from '../contract/contract';
import type { UnknownOutcome } from '../contract/unknown-outcome';
import type { Position, Stream, WireRecord } from '../contract/record';

/** Returns a page of a workflow's chains, see `ChainQuery`. */
export const CHAINS_QUERY = 'sluice.chains';
/** Returns how many chains do not move, and why, as a list of `CensusLine`. */
export const CENSUS_QUERY = 'sluice.census';
/** Returns the head record of a chain, see `HeadRecord`. */
export const HEAD_QUERY = 'sluice.head';
export const PAUSE_UPDATE = 'sluice.pause';
export const RESUME_UPDATE = 'sluice.resume';
export const EDIT_UPDATE = 'sluice.edit';
/** Type of the failure with which a workflow refuses a command. */
export const REFUSED = 'SluiceRefused';
/** Type of the failure which says that what the command asks for already holds. */
export const NOTHING_TO_DO = 'SluiceNothingToDo';

/** Argument of `edit`: the new form of the head record, which keeps its position. */
export interface EditCommand extends KeyCommand {
  readonly record: WireRecord;
  /** Revision of the record that the operator saw; 0 if nobody has edited it. */
  readonly seen: number;
  /** Set if the operator knows that the record's effect may already have happened. */
  readonly sure?: true;
}

/** Argument of `retry`: with `newEffect`, what is not done is sent under new idempotency keys. */
export interface RetryCommand extends KeyCommand {
  readonly newEffect?: {
    /** Revision of the record that the operator saw; 0 if it has none. A command given twice counts once. */
    readonly seen: number;
    /** Set if the operator knows that the effect may already have happened. */
    readonly sure?: true;
  };
}

/** What a command did besides what its name says. */
export interface KeyAnswer {
  /** Set if the key is paused, so that the command takes effect when it is resumed. */
  readonly paused?: true;
  /** Set if records of the key are under way and are finished first. */
  readonly busy?: true;
  /** Revision of the edited record. */
  readonly revision?: number;
  /** Calls of the record that may have had their effects before the command was given. */
  readonly doubts?: readonly UnknownOutcome[];
}

/** Argument of `CHAINS_QUERY`: which chains to return, in the order of their ids. */
export interface ChainQuery {
  readonly statuses?: readonly ChainStatus['status'][];
  /** Destination of the failure that blocks the head record. */
  readonly destination?: string;
  /** Code of that failure, or why the chain is postponed. */
  readonly error?: string;
  /** The same with a status, `http-status:409`: instead of `error`, which older workers go by. */
  readonly cause?: string;
  /** Start after this chain. */
  readonly after?: string;
  readonly limit: number;
}

export interface ChainPage {
  readonly chains: readonly ChainStatus[];
  /** True if there are more after the last of these. */
  readonly more: boolean;
}

/** The head record of a chain. Without `record` it waits by reference, and its payload is in Kafka. */
export interface HeadRecord {
  readonly stream: Stream;
  readonly position: Position;
  readonly record?: WireRecord;
  /** Revision of the record, whether it was edited or sent as a new effect; absent for 0. */
  readonly revision?: number;
}
