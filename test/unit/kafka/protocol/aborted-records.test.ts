import { type AbortedTransaction, markAborted } from '../../../../src/kafka/protocol/aborted-records';
import { DecodingRoom } from '../../../../src/kafka/protocol/decoding-room';
import { PausedBatches } from '../../../../src/kafka/protocol/paused-batches';
import { decodeRecordBatches } from '../../../../src/kafka/protocol/record-batch';
import { recordBatchBytes } from './record-batch-bytes';

const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;
const ABORT = Buffer.from([0, 0, 0, 0]);
const COMMIT = Buffer.from([0, 0, 0, 1]);

type Entry = readonly [producerId: bigint, what: 'record' | 'zero-key' | 'abort' | 'commit'];

/** Returns a batch for each entry, at the offset of its place. */
const log = (entries: readonly Entry[]): Buffer =>
  Buffer.concat(
    entries.map(([producerId, what], index) => {
      const isMarker = what === 'abort' || what === 'commit';
      const key = what === 'record' ? Buffer.from('k') : what === 'commit' ? COMMIT : ABORT;
      return recordBatchBytes({
        baseOffset: BigInt(index),
        producerId,
        attributes: TRANSACTIONAL | (isMarker ? CONTROL : 0),
        records: [{ offsetDelta: 0, key }],
      });
    }),
  );

const delivered = async (
  entries: readonly Entry[],
  aborted: readonly AbortedTransaction[],
): Promise<readonly number[]> => {
  const batches = await decodeRecordBatches(log(entries), {
    from: 0n,
    room: new DecodingRoom(1_000_000),
    paused: new PausedBatches(),
  });
  markAborted(batches, aborted);
  const messages = batches.flatMap((batch) => batch.messages).filter(({ isControlRecord }) => !isControlRecord);
  return messages.map(({ offset }) => Number(offset));
};

test('Committed transactions are kept and aborted ones are marked.', async () => {
  const entries: Entry[] = [
    [1n, 'record'],
    [1n, 'commit'],
    [1n, 'record'],
    [1n, 'abort'],
    [1n, 'record'],
    [1n, 'commit'],
  ];
  expect(await delivered(entries, [{ producerId: '1', firstOffset: 2n }])).toEqual([0, 4]);
});

test('Interleaved transactions are told apart, listed in the order of their markers.', async () => {
  const entries: Entry[] = [
    [1n, 'record'],
    [2n, 'record'],
    [3n, 'record'],
    [1n, 'record'],
    [2n, 'abort'],
    [1n, 'record'],
    [1n, 'abort'],
  ];
  const aborted = [
    { producerId: '2', firstOffset: 1n },
    { producerId: '1', firstOffset: 0n },
  ];
  expect(await delivered(entries, aborted)).toEqual([2]);
});

test('A record with the key 00 00 00 00 is not taken for an abort marker.', async () => {
  const entries: Entry[] = [
    [1n, 'record'],
    [1n, 'zero-key'],
    [1n, 'record'],
    [1n, 'abort'],
    [2n, 'zero-key'],
  ];
  expect(await delivered(entries, [{ producerId: '1', firstOffset: 0n }])).toEqual([4]);
});

test('Two aborted transactions of one producer are marked with a committed one between.', async () => {
  const entries: Entry[] = [
    [1n, 'record'],
    [1n, 'abort'],
    [1n, 'record'],
    [1n, 'commit'],
    [1n, 'record'],
    [1n, 'abort'],
  ];
  const aborted = [
    { producerId: '1', firstOffset: 0n },
    { producerId: '1', firstOffset: 4n },
  ];
  expect(await delivered(entries, aborted)).toEqual([2]);
});

test('All records of an aborted transaction are marked when the marker is not in the response.', async () => {
  expect(
    await delivered(
      [
        [1n, 'record'],
        [1n, 'record'],
      ],
      [{ producerId: '1', firstOffset: 0n }],
    ),
  ).toEqual([]);
});
