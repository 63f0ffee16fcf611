// What operators ask of the workflow that hosts a key, beside what stands in contract.ts. Stored in histories like all of
// that: adding optional fields is safe, renaming or removing one is not.
import type { ChainStatus, KeyCommand } from './contract/contract';
import type { Position, Stream, WireRecord } from './record';

/** A page of a workflow's chains, see `ChainQuery`. */
export const CHAINS_QUERY = 'sluice.chains';
/** The head record of a chain, see `HeadRecord`. */
export const HEAD_QUERY = 'sluice.head';
export const PAUSE_UPDATE = 'sluice.pause';
export const RESUME_UPDATE = 'sluice.resume';
export const EDIT_UPDATE = 'sluice.edit';
/** Type of the failure by which a workflow refuses a command. */
export const REFUSED = 'SluiceRefused';
/** Type of the failure that says: what the command asks for holds already. */
export const NOTHING_TO_DO = 'SluiceNothingToDo';

/** Argument of `edit`: the head record as it shall be, under the position it has. */
export interface EditCommand extends KeyCommand {
  readonly record: WireRecord;
  /** Revision of the record that the operator saw; 0 for one that nobody has edited. */
  readonly seen: number;
}

/** What a command did, beside what its name says. */
export interface KeyAnswer {
  /** The key is paused: what was asked happens when it is resumed. */
  readonly paused?: true;
  /** Records of the key are under way and are finished first. */
  readonly busy?: true;
  /** Of the edited record. */
  readonly revision?: number;
}

/** Argument of `CHAINS_QUERY`: which chains, in the order of their ids. */
export interface ChainQuery {
  readonly statuses?: readonly ChainStatus['status'][];
  /** Of the failure that holds the head record. */
  readonly destination?: string;
  readonly error?: string;
  /** Go on after this chain. */
  readonly after?: string;
  readonly limit: number;
}

export interface ChainPage {
  readonly chains: readonly ChainStatus[];
  /** There are more after the last of these. */
  readonly more: boolean;
}

/** The record that a chain is at. Without `record` it waits by reference: its payload is in Kafka. */
export interface HeadRecord {
  readonly stream: Stream;
  readonly position: Position;
  readonly record?: WireRecord;
}
