// Records, and their places, as they travel through signals, activity inputs and histories. All of it is plain JSON,
// so that a history stays readable in the Temporal UI and a stored one can be replayed by a later version.

/** Where a record stands in its stream. `offset` is a decimal string: Kafka offsets are 64-bit. */
export interface Position {
  readonly partition: number;
  /** Leader epoch of the record's batch; `NO_LEADER_EPOCH` where the broker has none. */
  readonly leaderEpoch: number;
  readonly offset: string;
}

/** What Kafka itself writes where a batch has no leader epoch. */
export const NO_LEADER_EPOCH = -1;

/** One topic of one cluster by identity (I11): a topic that is deleted and made again is another stream. */
export interface Stream {
  /** Opaque, at most 32 characters of `[A-Za-z0-9_-]`; derived from cluster id and topic id. */
  readonly id: string;
  readonly topic: string;
  /** Number of the replay that the records were sent by; absent where they came in the ordinary way. */
  readonly replay?: number;
  /** Replay epoch of their idempotency keys, where a replay is to repeat effects. */
  readonly effects?: number;
}

/** Bytes as text where they are valid UTF-8, else base64. */
export type WireBytes = string | { readonly base64: string };

/** A record's value, decoded by the bridge. `reference` means: read it back from Kafka when its turn comes. */
export type WireValue =
  | { readonly json: unknown }
  | { readonly text: string }
  | { readonly base64: string }
  | { readonly tombstone: true }
  | { readonly undecodable: string; readonly base64: string }
  | { readonly reference: number };

export type WireHeader = readonly [name: string, value: WireBytes | null];

export interface WireRecord extends Position {
  /** Identity of the key among the chains of its route, see `chainId`. Absent where the workflow hosts one key only. */
  readonly chain?: string;
  readonly key: WireBytes | null;
  /** Producer or log-append time, milliseconds since the Unix epoch. */
  readonly timestamp: number;
  readonly headers?: readonly WireHeader[];
  readonly value: WireValue;
  /**
   * Set where an operator has edited the record: 1 after the first edit, and one more with each. Such a record is not what
   * Kafka has at its position: it is never kept by reference.
   */
  readonly revision?: number;
}

/**
 * What a workflow keeps positions of a stream under. Records that are replayed come at positions that were accepted before;
 * under the label of their replay they are accepted once more, and what is live can still be told from what was.
 */
export const streamLabel = ({ id, replay }: Stream): string => (replay === undefined ? id : `${id}~${replay}`);

export const sameStream = (a: Stream, b: Stream): boolean => a.id === b.id && a.replay === b.replay;

/** Order of two positions in one partition: what a newer leader epoch wrote comes after what it may have cut off. */
export const comparePositions = (a: Position, b: Position): number => {
  if (a.leaderEpoch !== b.leaderEpoch) return a.leaderEpoch - b.leaderEpoch;
  const [left, right] = [BigInt(a.offset), BigInt(b.offset)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
};
