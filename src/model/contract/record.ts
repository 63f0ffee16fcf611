// Records and their places as they travel through signals, activity inputs and histories. Everything is plain JSON, so
// that a history stays readable in the Temporal UI and a later version can replay a stored one.

/** Where a record is in its stream. `offset` is a decimal string, because Kafka offsets are 64-bit. */
export interface Position {
  readonly partition: number;
  /** Leader epoch of the record's batch; `NO_LEADER_EPOCH` if the broker has none. */
  readonly leaderEpoch: number;
  readonly offset: string;
}

/** What Kafka itself writes if a batch has no leader epoch. */
export const NO_LEADER_EPOCH = -1;

/** One topic of one cluster, by identity (I11): a topic that is deleted and recreated is another stream. */
export interface Stream {
  /** An opaque id of at most 32 characters of `[A-Za-z0-9_-]`, derived from cluster id and topic id. */
  readonly id: string;
  readonly topic: string;
  /** Number of the replay that sent the records; absent if they came in the ordinary way. */
  readonly replay?: number;
  /** Replay epoch of their idempotency keys, if a replay must repeat effects. */
  readonly effects?: number;
  /** Set if a replay without new effects repeats the URLs of callbacks too; older versions gave it URLs of its own. */
  readonly oneUrl?: true;
  /** Set if a replay repeats effects also where an API may have forgotten their idempotency keys. */
  readonly sure?: true;
}

/** Bytes as text if they are valid UTF-8, else as base64. */
export type WireBytes = string | { readonly base64: string };

/** A JSON value, readable in the Temporal UI. */
export interface WireJson {
  readonly json: unknown;
  /** The text as it was produced, if `json` written anew would be another text. Older versions stored none. */
  readonly source?: string;
  /** How a handler gets the numbers; absent if as JavaScript's. */
  readonly numbers?: LosslessNumbers;
}

/** `text`: each number as it was written. `bigint`: each integer as a bigint, and the others as JavaScript's numbers. */
export type LosslessNumbers = 'text' | 'bigint';

/** JSON that travels as text alone, because beside `json` it would be too large. An older worker cannot read it. */
export type WireSource = Pick<WireJson, 'numbers'> & {
  readonly undecodable: string;
  readonly base64: '';
  readonly source: string;
};

/** A record's value, decoded by the bridge. A `reference` is read back from Kafka when its turn comes. */
export type WireValue =
  | WireJson
  | WireSource
  | { readonly text: string }
  | { readonly base64: string }
  | { readonly tombstone: true }
  | { readonly undecodable: string; readonly base64: string }
  | { readonly reference: number };

export type WireHeader = readonly [name: string, value: WireBytes | null];

export interface WireRecord extends Position {
  /** Identity of the key among the chains of its route, see `chainId`. Absent if the workflow hosts only one key. */
  readonly chain?: string;
  readonly key: WireBytes | null;
  /** The key as its route reads it; absent if the route reads keys as UTF-8. */
  readonly keyText?: string;
  /** Set with a key that is not UTF-8. Without it, an older version stored the record, and filled the key in as Latin-1. */
  readonly rawKey?: true;
  /** Producer or log-append time, milliseconds since the Unix epoch. */
  readonly timestamp: number;
  readonly headers?: readonly WireHeader[];
  /** Where the record stands in its trace, as `traceparent` says it. Absent if the gateway takes part in no traces. */
  readonly trace?: string;
  readonly value: WireValue;
  /**
   * Set if an operator has edited the record: 1 after the first edit, and one more with each. Kafka has another record
   * at its position, so an edited one is never kept by reference.
   */
  readonly revision?: number;
}

/**
 * The label under which a workflow keeps positions of a stream. Replayed records come at positions that were accepted
 * before; under the label of their replay they are accepted once more, and live records are still told apart.
 */
export const streamLabel = ({ id, replay }: Stream): string => (replay === undefined ? id : `${id}~${replay}`);

export const sameStream = (a: Stream, b: Stream): boolean => a.id === b.id && a.replay === b.replay;

/** Orders two positions of a partition: what a newer leader epoch wrote comes after what it may have cut off. */
export const comparePositions = (a: Position, b: Position): number => {
  if (a.leaderEpoch !== b.leaderEpoch) return a.leaderEpoch - b.leaderEpoch;
  const [left, right] = [BigInt(a.offset), BigInt(b.offset)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
};
