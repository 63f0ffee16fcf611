// A dead letter as its topic stores it: the original record byte for byte, and our headers, which say why it is there
// and where it came from. Anybody may write to a topic, so nothing here is taken on trust.
import { createHash } from 'node:crypto';
import type { SourceRecord } from '../records/record-source';
import type { UnknownOutcome } from '../model/contract/unknown-outcome';
import { readDoubts } from './letter-doubts';
import { ownHeaders, type LetterHeader } from './own-headers';
import { NO_LEADER_EPOCH, type Position, type Stream } from '../model/contract/record';

export interface LetterIdentity {
  readonly stream: Stream;
  readonly position: Position;
  /** How often the record was redriven before it failed again. */
  readonly redrives: number;
}

export interface DeadLetter extends LetterIdentity {
  readonly id: string;
  readonly gateway: string;
  readonly route: string;
  readonly chain: string;
  readonly cause: string;
  readonly message: string;
  /** Code of the handler's TerminalError, or of what a destination in code threw. */
  readonly reason: string | undefined;
  readonly destination: string | undefined;
  /** Of the API's answer; undefined if none came. */
  readonly status: number | undefined;
  readonly attempts: number;
  /** When the letter was written, in milliseconds since the Unix epoch. */
  readonly time: number;
  readonly revision: number;
  /** How many revisions the record may have had in closed runs that nobody knows. */
  readonly unknownRevisions: number;
  /** Of the call that failed. It ends with a dot, and names no call, if something else than a call failed. */
  readonly idempotencyKey: string;
  /** Calls of the record that may have had their effects. */
  readonly doubts: readonly UnknownOutcome[];
  /** Calls of the record that are done; undefined if an older version wrote the letter, which did not tell. */
  readonly done: readonly UnknownOutcome[] | undefined;
  /** True if retention had removed the payload before it could be read back: the letter is empty. */
  readonly gone: boolean;
  /** Offset of the letter that this one is an operator's edit of; undefined if this is no edit. */
  readonly editOf: bigint | undefined;
  /** The record as it was: its own position, time and headers. */
  readonly original: SourceRecord;
}

/** One id for each time a record fails for good, however often its letter is written. */
export const letterId = ({ stream, position, redrives }: LetterIdentity): string => {
  const { partition, leaderEpoch, offset } = position;
  const identity = JSON.stringify([stream.id, partition, leaderEpoch, offset, stream.replay ?? 0, redrives]);
  return createHash('sha256').update(identity).digest('base64url').slice(0, 22);
};

/** Returns undefined if the record is no letter. */
export const parseDeadLetter = (record: SourceRecord): DeadLetter | undefined => {
  const { own, originals } = ownHeaders(record);
  const text = (name: LetterHeader): string => own.get(name) ?? '';
  const number = (name: LetterHeader, absent: number): number => wholeNumber(text(name)) ?? absent;
  const position = positionOf(text('partition'), text('leader-epoch'), text('offset'));
  const [replay, effects] = [number('replay', 0), number('replay-epoch', 0)];
  const stream: Stream = {
    id: text('stream'),
    topic: text('topic'),
    ...(replay === 0 ? {} : { replay }),
    ...(effects === 0 ? {} : { effects }),
  };
  const chain = text('chain');
  if (position === undefined || !STREAM_ID.test(stream.id) || chain === '' || chain.length > MAX_CHAIN)
    return undefined;
  const identity: LetterIdentity = {
    stream,
    position,
    redrives: number('redrives', 0),
  };
  const editOf = text('edit-of');
  return {
    ...identity,
    id: letterId(identity),
    gateway: text('gateway'),
    route: text('route'),
    chain,
    cause: text('cause'),
    message: text('message'),
    reason: text('reason') || undefined,
    destination: own.get('destination'),
    status: wholeNumber(text('status')),
    attempts: number('attempts', 0),
    time: number('time', record.timestamp),
    revision: number('revision', 0),
    unknownRevisions: number('unknown-revisions', 0),
    idempotencyKey: text('idempotency-key'),
    doubts: readDoubts(text('doubts')),
    done: own.has('done') ? readDoubts(text('done')) : undefined,
    gone: text('payload') === 'gone',
    editOf: OFFSET.test(editOf) ? BigInt(editOf) : undefined,
    original: {
      offset: BigInt(position.offset),
      leaderEpoch: position.leaderEpoch,
      key: record.key,
      value: record.value,
      timestamp: timeOf(text('timestamp')) ?? 0,
      headers: withNulls(originals, text('null-headers')),
    },
  };
};

const MAX_CHAIN = 256;
const STREAM_ID = /^[A-Za-z0-9_-]{1,32}$/;
const OFFSET = /^\d{1,18}$/;

const wholeNumber = (text: string): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined);

/** Of a record, which its producer may have made any 64-bit number. As a number it loses no more than it had lost before. */
const timeOf = (text: string): number | undefined => (/^-?\d{1,19}$/.test(text) ? Number(text) : undefined);

const positionOf = (partitionText: string, epochText: string, offset: string): Position | undefined => {
  const partition = wholeNumber(partitionText);
  const leaderEpoch = epochText === String(NO_LEADER_EPOCH) ? NO_LEADER_EPOCH : wholeNumber(epochText);
  if (partition === undefined || leaderEpoch === undefined || !OFFSET.test(offset)) return undefined;
  return { partition, leaderEpoch, offset };
};

const withNulls = (headers: SourceRecord['headers'], nullNames: string): SourceRecord['headers'] => {
  const nulls = new Set(nullNames === '' ? [] : nullNames.split(','));
  return headers.map(([name, value]) => [name, value?.length === 0 && nulls.has(name) ? null : value]);
};
