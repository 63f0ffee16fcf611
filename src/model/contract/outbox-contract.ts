// What workflows ask of the outbox, and what it answers (I9). It is stored in histories like all of contract.ts: adding
// an optional field is safe, renaming or removing one is not.
import type { ChainOutcome } from './effect-contract';
import type { Position, Stream, WireBytes, WireHeader, WireJson, WireRecord } from './record';
import type { Redriven } from './redrive';

/** Sluice's own workflow type for an outbox writer. */
export const OUTBOX_WORKFLOW = 'sluiceOutbox';
/** Workflow type of `publish` routes. */
export const PUBLISH_WORKFLOW = 'sluicePublish';

/** A value to be published, before the topic's encoder turns it into bytes. */
export type PublishValue =
  WireJson | { readonly text: string } | { readonly base64: string } | { readonly tombstone: true };

/** One record to be published, as a handler asked for it. */
export interface Publish {
  /** Names this record among those that its source record publishes; part of the record id header. */
  readonly step: string;
  /** A record id of its own, if it has one: a poll agent's items are known by their ids at the source. */
  readonly recordId?: string;
  readonly topic: string;
  readonly key: WireBytes | null;
  readonly value: PublishValue;
  readonly headers?: readonly WireHeader[];
  /** If absent, the key decides, as in Java clients. */
  readonly partition?: number;
  /** Milliseconds since the Unix epoch; the time of writing if absent. */
  readonly timestamp?: number;
}

/** What to publish for one record. Record ids are made from the position, so it must never change (I5). */
export interface PublishWork {
  readonly stream: Stream;
  readonly position: Position;
  /** Revision of a record that an operator has edited. */
  readonly revision?: number;
  /** Absent for a `publish` route, whose options make it from `record` or from the record at the position. */
  readonly publishes?: readonly Publish[];
  readonly record?: WireRecord;
  /** See `WireRecord`; set for a record of a handler, and for what a poll has found. */
  readonly trace?: string;
  /** See `RecordWork`. If set, the record is read back from its letter. */
  readonly redriven?: Redriven;
}

export interface PublishChain {
  readonly chain: string;
  readonly records: readonly PublishWork[];
}

/** What to publish in one transaction. The records of each chain keep their order. */
export interface PublishAsk {
  readonly gateway: string;
  readonly route: string;
  readonly chains: readonly PublishChain[];
}

export interface PublishReply {
  /** The gateway's current writers, which decide where the next ask goes; 0 means at least once, without writers. */
  readonly writers: number;
  /** `settled` counts records whose publishes are committed. If it is too low without a failure, ask for the rest. */
  readonly outcomes: readonly ChainOutcome[];
}

export interface HoldRequest {
  readonly gateway: string;
  readonly writer: number;
}

/** What a writer did while one process owned it. */
export interface OutboxReport {
  /** The process that owned the writer. */
  readonly holder: string;
  /** Transactions since the writer began, over all owners, in decimal. */
  readonly sequence: string;
  /** Records that this owner published. */
  readonly published: number;
  readonly transactions: number;
  /** Transactions of unknown outcome that were looked up after a fence. */
  readonly doubts: number;
}

/** Start input of an outbox writer. */
export interface OutboxInput extends HoldRequest {
  /** Number of processes that have owned the writer so far. */
  readonly sessions: number;
  readonly last?: OutboxReport;
}

export interface OutboxStatus extends OutboxInput {
  readonly held: boolean;
}

export interface OutboxActivities {
  /** Answers once the records are committed in Kafka, or never will be by this ask. */
  publishRecords(ask: PublishAsk): Promise<PublishReply>;
  /** Owns a writer and alone publishes what is asked of it, until the process ends or another one takes over. */
  holdOutbox(request: HoldRequest): Promise<OutboxReport>;
}
