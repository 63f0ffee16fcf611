import type { SourceRecord } from '../records/record-source';
import { letterId } from './dead-letter';
import { writtenDone, writtenDoubts } from './letter-doubts';
import { HEADER_PREFIX, type LetterHeader } from './own-headers';
import { idempotencyKey, replayEpoch } from '../model/names/idempotency-key';
import type { Failure } from '../model/contract/failure';
import type { RejectRequest } from '../model/contract/effect-contract';

type LetterHeaders = readonly (readonly [name: string, value: string | Buffer | null])[];
type OwnHeaders = Partial<Record<LetterHeader, string>>;

/** What a letter says about the failed record. `record` is the original; it is undefined if that is gone. */
export const letterHeaders = (
  request: RejectRequest,
  record: SourceRecord | undefined,
  time: number,
): LetterHeaders => {
  const { gateway, route, chain, stream, position, failure, attempts, redriven } = request;
  const { revision = 0, unknownRevisions = 0, doubts = redriven?.doubts, done } = request;
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
    'unknown-revisions': unlessZero(unknownRevisions),
    redrives: unlessZero(redrives),
    'idempotency-key': idempotencyKey({ gateway, stream, position, revision, step }),
    doubts: writtenDoubts(doubts),
    done: writtenDone(done),
    ...(record === undefined ? { payload: 'gone' } : { timestamp: String(record.timestamp) }),
  };
  return withOwn(record?.headers ?? [], own);
};

const failedAt = ({ reason = '', destination = '', status }: Failure): OwnHeaders => ({
  reason,
  destination,
  status: status === undefined ? '' : String(status),
});

/** `originals`, then ours, even under the same names. Empty ones of ours are omitted. `id` is the first of a letter's. */
export const withOwn = (originals: SourceRecord['headers'], own: Readonly<Record<string, string>>): LetterHeaders => [
  ...originals,
  ...Object.entries(own).flatMap(([name, value]) => (value === '' ? [] : [[HEADER_PREFIX + name, value] as const])),
];

export const unlessZero = (count: number): string => (count === 0 ? '' : String(count));
