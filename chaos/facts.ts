// What is known from outside when a run is over. The gateway was asked for one thing only: the command of a replay says
// which records it took. All of it is JSON, because it is kept in a file.

/** `route/partition/offset@time`: one record of a source topic. The time tells topics of one name from each other. */
export type RecordId = string;

export interface RecordFact {
  readonly id: RecordId;
  readonly route: string;
  readonly partition: number;
  /** How often the topic had been made again before. */
  readonly generation: number;
  readonly key: string;
  /** Digest of its bytes. */
  readonly body: string;
  /** When its producer wrote it, in milliseconds since the Unix epoch. */
  readonly producedAt: number;
}

/** A call that the API got. */
export interface CallFact {
  /** The record that the call says it is for. */
  readonly id: RecordId;
  readonly route: string;
  readonly key: string;
  readonly idempotencyKey: string;
  /** Digest of the bytes of the body. */
  readonly body: string;
  /** Digest of method, path, type and body. */
  readonly request: string;
  readonly startedAt: number;
  /** When it was answered, or its connection was gone. */
  readonly endedAt: number;
  /** False if the API refused it. */
  readonly effective: boolean;
}

/** A record of the published topic. */
export interface PublishedFact {
  readonly id: RecordId;
  readonly key: string;
  /** Number of records of the key that its state had seen, this one included. */
  readonly count: number;
  readonly sluiceId: string;
}

export interface OffsetFact {
  readonly route: string;
  readonly partition: number;
  readonly committed: string;
  readonly end: string;
}

/** A time in which Temporal was dead or frozen. Nothing became durable, so nothing produced then may be committed. */
export interface OutageFact {
  readonly route: string;
  readonly generation: number;
  readonly partition: number;
  /** End of the partition when the outage had begun. */
  readonly endBefore: string;
  /** What the group had committed before Temporal was back. */
  readonly committedAfter: string;
}

export interface FaultFact {
  readonly name: string;
  /** What it met: `bridge 1`, `broker 2`. */
  readonly target: string;
  readonly from: number;
  readonly until: number;
}

/** Records that an operator had replayed with new effects: those before `end`. */
export interface ReplayFact {
  readonly route: string;
  readonly generation: number;
  readonly partition: number;
  readonly from: string;
  readonly end: string;
}

export interface ProcessFact {
  readonly name: string;
  readonly largestBytes: number;
  /** How it ended when it was told to. */
  readonly exit: string;
}

export interface Facts {
  readonly seed: number;
  /** SIGKILLs that were sent. */
  readonly kills: number;
  /** Routes whose records are published, too. */
  readonly publishing: readonly string[];
  /** What a read_committed reader sees of the source topics, or saw last, in the order of each partition. */
  readonly records: readonly RecordFact[];
  /** How often the topic of a route was made again. Records of earlier topics need not have come through. */
  readonly generations: Readonly<Record<string, number>>;
  /** Calls in the order in which the API got them. */
  readonly calls: readonly CallFact[];
  /** What a read_committed reader sees of the published topic, in the order of each partition. */
  readonly published: readonly PublishedFact[];
  readonly offsets: readonly OffsetFact[];
  readonly outages: readonly OutageFact[];
  /** Replays in the order in which they were begun. */
  readonly replays: readonly ReplayFact[];
  readonly faults: readonly FaultFact[];
  readonly processes: readonly ProcessFact[];
  /** What was still under way at the end, in words. */
  readonly leftOver: readonly string[];
}
