import type { Failure } from '../model/contract/contract';

/** A record as it will be written. */
export interface PreparedRecord {
  readonly topic: string;
  /** Absent: by key. */
  readonly partition?: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, (string | Buffer)[]>>;
  readonly timestamp?: number;
  /** In a record batch, about. */
  readonly bytes: number;
}

/** Why a record is not published; `terminal`: a later attempt would not be either. */
export type PublishFailure = Failure & { readonly terminal: boolean };

export interface PreparedChain {
  readonly chain: string;
  /** What each record of the chain publishes: all of it or none. */
  readonly records: readonly (readonly PreparedRecord[])[];
  /** Records that were asked for; more than `records` where there is a failure, or much to read. */
  readonly asked: number;
  /** Why the record after `records` cannot be published. */
  readonly failure?: PublishFailure;
}

export interface PreparedAsk {
  /** Made of the positions in it: the same ask has the same one whenever it comes, and no other ask has it. */
  readonly id: string;
  readonly chains: readonly PreparedChain[];
  readonly bytes: number;
}
