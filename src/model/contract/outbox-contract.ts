// What workflows ask of the outbox, and what it answers (I9). Stored in histories like everything in contract.ts: adding
// optional fields is safe, renaming or removing one is not.
import type { ChainOutcome } from './effect-contract';
import type { Position, Stream, WireBytes, WireHeader, WireRecord } from '../record';
import type { Redriven } from '../redrive';

/** Workflow type of an outbox writer: Sluice's own. */
export const OUTBOX_WORKFLOW = 'sluiceOutbox';
/** Workflow type of `publish` routes. */
export const PUBLISH_WORKFLOW = 'sluicePublish';

/** A value to be published, before the topic's encoder makes bytes of it. */
export type PublishValue =
  { readonly json: unknown } | { readonly text: string } | { readonly base64: string } | { readonly tombstone: true };

/** One record to be published, as a handler asked for it. */
export interface Publish {
  /** Names it among those of its record: part of the record id header. */
  readonly step: string;
  /** Its record id, where it has one of its own: what a poll agent publishes is known by its id at the source. */
  readonly recordId?: string;
  readonly topic: string;
  readonly key: WireBytes | null;
  readonly value: PublishValue;
  readonly headers?: readonly WireHeader[];
  /** Absent: by key, as Java clients do. */
  readonly partition?: number;
  /** Milliseconds since the Unix epoch. Absent: when it is written. */
  readonly timestamp?: number;
}

/** What is to be published for one record. Its position makes the record ids, so it must be its own for ever (I5). */
export interface PublishWork {
  readonly stream: Stream;
  readonly position: Position;
  /** Of the record, where an operator has edited it. */
  readonly revision?: number;
  /** Absent for a `publish` route, whose options make it of `record`, or of the record read back from its position. */
  readonly publishes?: readonly Publish[];
  readonly record?: WireRecord;
  /** See `RecordWork`. Where it is given, the record is read back from its letter. */
  readonly redriven?: Redriven;
}

export interface PublishChain {
  readonly chain: string;
  readonly records: readonly PublishWork[];
}

/** Published in one transaction. The records of a chain keep their order. */
export interface PublishAsk {
  readonly gateway: string;
  readonly route: string;
  readonly chains: readonly PublishChain[];
}

export interface PublishReply {
  /** Writers that the gateway has now: where the next ask goes. 0: at least once, without writers. */
  readonly writers: number;
  /** `settled` counts records whose published records are committed. Fewer than asked and no failure: ask on from here. */
  readonly outcomes: readonly ChainOutcome[];
}

export interface HoldRequest {
  readonly gateway: string;
  readonly writer: number;
}

/** What a writer did while one process held it. */
export interface OutboxReport {
  /** Process that held it. */
  readonly holder: string;
  /** Transactions since the writer began, over all holders. Decimal. */
  readonly sequence: string;
  /** Records that this holder published. */
  readonly published: number;
  readonly transactions: number;
  /** Transactions of unknown outcome, which were looked up after a fence. */
  readonly doubts: number;
}

/** Start input of an outbox writer. */
export interface OutboxInput extends HoldRequest {
  /** Processes that held it so far. */
  readonly sessions: number;
  readonly last?: OutboxReport;
}

export interface OutboxStatus extends OutboxInput {
  readonly held: boolean;
}

export interface OutboxActivities {
  /** Answers once the records are committed in Kafka, or never will be by this ask. */
  publishRecords(ask: PublishAsk): Promise<PublishReply>;
  /** Holds a writer: publishes what is asked of it, alone, until the process ends or another one takes over. */
  holdOutbox(request: HoldRequest): Promise<OutboxReport>;
}
