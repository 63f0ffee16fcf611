import type { IHeaders } from 'kafkajs';
import type { SourceRecord } from '../records/record-source';
import { HEADER_PREFIX, letterId, type LetterHeader } from './dead-letter';
import { writtenDone, writtenDoubts } from './letter-doubts';
import { idempotencyKey, replayEpoch } from '../model/idempotency-key';
import type { Failure } from '../model/contract/failure';
import type { RejectRequest } from '../model/contract/effect-contract';

type OwnHeaders = Partial<Record<LetterHeader, string>>;

/** What a letter says about the failed record. `record` is the original; it is undefined if that is gone. */
export const letterHeaders = (request: RejectRequest, record: SourceRecord | undefined, time: number): IHeaders => {
  const { gateway, route, chain, stream, position, failure, attempts, redriven } = request;
  const { revision = 0, doubts = redriven?.doubts, done } = request;
  const { code, message, step = '' } = failure;
  const redrives = redriven?.times ?? 0;
  const own: OwnHeaders = {
    id: letterId({ stream, position, redrives }),
    cause: code,
    message,
    step,
    ...failedAt(failure),
    attempts: String(attempts),
    time: String(time),
    gateway,
    route,
    chain,
    topic: stream.topic,
    stream: stream.id,
    partition: String(position.partition),
    'leader-epoch': String(position.leaderEpoch),
    offset: position.offset,
    replay: unlessZero(stream.replay ?? 0),
    'replay-epoch': unlessZero(replayEpoch(stream)),
    revision: unlessZero(revision),
    redrives: unlessZero(redrives),
    'idempotency-key': idempotencyKey({ gateway, stream, position, revision, step }),
    doubts: writtenDoubts(doubts),
    done: writtenDone(done),
    'null-headers': nullHeaders(record),
    ...(record === undefined ? { payload: 'gone' } : { timestamp: String(record.timestamp) }),
  };
  return withOwn(record?.headers ?? [], own);
};

const failedAt = ({ reason = '', destination = '', status }: Failure): OwnHeaders => ({
  reason,
  destination,
  status: status === undefined ? '' : String(status),
});

/** Builds headers for kafkajs: `originals`, then ours, even under the same names. Empty ones of ours are omitted. */
export const withOwn = (originals: SourceRecord['headers'], own: Readonly<Record<string, string>>): IHeaders => {
  // This object has no prototype: a header may be called `__proto__`.
  const all = Object.create(null) as Record<string, (string | Buffer)[]>;
  for (const [name, value] of originals) (all[name] ??= []).push(value ?? Buffer.alloc(0));
  for (const [name, value] of Object.entries(own)) if (value !== '') (all[HEADER_PREFIX + name] ??= []).push(value);
  return all;
};

/** kafkajs cannot write a header without a value: such a header is written empty and named here. */
const nullHeaders = (record: SourceRecord | undefined): string =>
  (record?.headers ?? []).flatMap(([name, value]) => (value === null ? [name] : [])).join(',');

export const unlessZero = (count: number): string => (count === 0 ? '' : String(count));
