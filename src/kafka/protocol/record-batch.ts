// Decodes record batches (message format 2) of a fetch response. kafkajs' own decoder loses the order of headers,
// ignores checksums, overflows the stack on batches of more than about 125,000 records, and leaves a consumer stuck on
// a batch that compaction emptied (kafkajs#1072).
import { errorText, GatewayError } from '../../errors';
import { ByteReader } from './byte-reader';
import { assertKnown, inflated, pieceEffort, windowBytes } from './codecs';
import { crc32c } from './crc32c';
import type { DecodingRoom } from './decoding-room';
import type { PausedBatch, PausedBatches } from './paused-batches';
import { RecordPlaces } from './record-places';
import { RecordStream, type RawRecord } from './record-stream';
import { batchEnd, unreadRecords, type BatchShape } from './unread-records';
import type { FetchedMessage } from '../kafkajs-internals';

export interface RecordBatch {
  readonly lastOffset: bigint;
  readonly producerId: string;
  readonly inTransaction: boolean;
  readonly isControl: boolean;
  readonly messages: FetchedMessage[];
}

/** What to decode of a partition's batches. */
export interface Wanted {
  /** Records before this offset are left out. */
  readonly from: bigint;
  /** Once it is full, the rest is left out, for the next fetch. */
  readonly room: DecodingRoom;
  readonly paused: PausedBatches;
}

const BATCH_HEADER_BYTES = 12;
const CHECKSUM_END = 9;
const CODEC_MASK = 0x07;
const LOG_APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;
const MAGIC = 2;
const SNAPPY = 2;

/** Returns the batches of one partition of a fetch response, without a last one that the broker cut short. */
export const decodeRecordBatches = async (recordSet: Buffer, wanted: Wanted): Promise<RecordBatch[]> => {
  const batches: RecordBatch[] = [];
  const reader = new ByteReader(recordSet);
  while (reader.remaining >= BATCH_HEADER_BYTES && !wanted.room.full) {
    const baseOffset = reader.int64();
    const length = reader.int32();
    if (length > reader.remaining) break;
    batches.push(await decodeBatch(baseOffset, reader.bytes(length), wanted));
  }
  return batches;
};

const decodeBatch = async (baseOffset: bigint, body: Buffer, wanted: Wanted): Promise<RecordBatch> => {
  const reader = new ByteReader(body);
  const partitionLeaderEpoch = reader.int32();
  const magic = reader.int8();
  if (magic !== MAGIC) throw oldFormat(baseOffset, magic);
  if (reader.int32() >>> 0 !== crc32c(body.subarray(CHECKSUM_END))) throw corrupt(baseOffset);
  const attributes = reader.int16();
  const lastOffset = baseOffset + BigInt(reader.int32());
  const baseTimestamp = reader.int64();
  const maxTimestamp = reader.int64();
  const producerId = reader.int64().toString();
  reader.bytes(6); // producer epoch, base sequence
  const count = reader.int32();

  const inTransaction = (attributes & TRANSACTIONAL) !== 0;
  const isControl = (attributes & CONTROL) !== 0;
  const shape: BatchShape = {
    baseOffset,
    lastOffset,
    count,
    codec: attributes & CODEC_MASK,
    baseTimestamp,
    appendTime: (attributes & LOG_APPEND_TIME) === 0 ? undefined : maxTimestamp,
    isControl,
    context: { partitionLeaderEpoch, producerId, inTransaction },
  };
  const messages = lastOffset < wanted.from ? [] : await decodeRecords(reader.bytes(reader.remaining), shape, wanted);
  return { lastOffset, producerId, inTransaction, isControl, messages };
};

const decodeRecords = async (content: Buffer, shape: BatchShape, wanted: Wanted): Promise<FetchedMessage[]> => {
  const { baseOffset, codec } = shape;
  const { from, room, paused } = wanted;
  assertKnown(codec);
  const bytes = codec === 0 ? content : paused.own(content);
  const firstDelta = Math.max(0, Number(from - baseOffset));
  const messages: FetchedMessage[] = [];
  const nextDelta = (): number => {
    const last = messages.at(-1);
    return last === undefined ? firstDelta : Number(BigInt(last.offset) - baseOffset) + 1;
  };
  try {
    const memory = windowBytes(codec, bytes);
    if (codec === SNAPPY && memory > room.mostAtOnce) {
      return unreadRecords(shape, firstDelta, room, { tooLarge: room.mostAtOnce });
    }
    await paused.alone(codec === SNAPPY ? 0 : memory, async () => {
      const reading = (codec === 0 ? undefined : paused.take(bytes, firstDelta)) ?? {
        records: streamOf(bytes, shape, room.mostAtOnce, pieceEffort(codec, memory)),
        taken: 0,
      };
      const taken = await takeRecords(reading, shape, { firstDelta, room }, messages);
      endReading(reading.records, taken, { shape, bytes, memory, nextDelta: nextDelta(), paused }, messages);
    });
    return messages;
  } catch (error) {
    if (isMemory(error)) throw error;
    // Its checksum is right, so this is what its producer has written. It must not keep other records from being read.
    const unreadable = errorText(error);
    return [...messages, ...unreadRecords(shape, nextDelta(), room, { unreadable })];
  }
};

/** True if this process had no memory, which says nothing of the batch. */
const isMemory = (error: unknown): boolean =>
  (error as { readonly code?: unknown }).code === 'Z_MEM_ERROR' ||
  /allocation failed|out of memory/i.test(errorText(error));

interface Place {
  readonly shape: BatchShape;
  readonly bytes: Buffer;
  readonly memory: number;
  readonly nextDelta: number;
  readonly paused: PausedBatches;
}

/** Keeps the reading for the next fetch if the batch has more, and ends it if not. */
const endReading = (
  records: RecordStream,
  taken: number,
  { shape, bytes, memory, nextDelta, paused }: Place,
  messages: FetchedMessage[],
): void => {
  const { count, codec, lastOffset } = shape;
  if (taken < count && codec !== 0) {
    paused.keep({ compressed: bytes, records, taken, nextDelta, memory });
    return;
  }
  records.close();
  if (taken === count && messages.at(-1)?.offset !== lastOffset.toString()) messages.push(batchEnd(lastOffset, shape));
};

/** Adds records to `messages` while there is room. Returns how many of the batch are taken then. */
const takeRecords = async (
  { records, taken }: Pick<PausedBatch, 'records' | 'taken'>,
  shape: BatchShape,
  { firstDelta, room }: { readonly firstDelta: number; readonly room: DecodingRoom },
  messages: FetchedMessage[],
): Promise<number> => {
  let count = taken;
  try {
    for (; count < shape.count && !room.full; count += 1) {
      const record = records.ready(firstDelta) ?? (await records.next(firstDelta, room));
      if (record === 'paused') break;
      if (record === 'before') continue;
      messages.push(decodeRecord(record, shape, records.places));
      room.take(record.content.length);
    }
  } catch (error) {
    records.close();
    throw error;
  }
  return count;
};

const streamOf = (bytes: Buffer, shape: BatchShape, most: number, effort: number): RecordStream => {
  const places = new RecordPlaces(shape.count, Number(shape.lastOffset - shape.baseOffset));
  return new RecordStream(piecesOf(bytes, shape), places, most, effort);
};

const piecesOf = (bytes: Buffer, { codec, count }: BatchShape): AsyncIterable<Buffer> | Iterable<Buffer> =>
  codec === 0 || count === 0 ? [bytes] : inflated(codec, bytes);

const decodeRecord = ({ content, bytes, cut }: RawRecord, batch: BatchShape, places: RecordPlaces): FetchedMessage => {
  const record = new ByteReader(content);
  const attributes = record.int8();
  const timestamp = batch.baseTimestamp + record.varlong();
  const delta = record.varint();
  const offset = batch.baseOffset + BigInt(delta);
  places.take(delta);
  const headerList: (readonly [string, Buffer | null])[] = [];
  const key = cut ? beginning(record) : record.varintBytes();
  const value = cut ? null : record.varintBytes();
  const headers = cut ? 0 : record.varint();
  for (let index = 0; index < headers; index += 1) {
    headerList.push([record.varintBytes()?.toString('utf8') ?? '', record.varintBytes()]);
  }
  // One literal: this runs for every record, and spreading costs several times as much as all the rest.
  return {
    offset: offset.toString(),
    timestamp: (batch.appendTime ?? timestamp).toString(),
    attributes,
    key,
    value,
    headers: groupHeaders(headerList),
    headerList,
    isControlRecord: batch.isControl,
    tooLarge: cut ? bytes : undefined,
    batchContext: batch.context,
  };
};

/** The key of a record of which only the beginning is there. Of a key that is itself too large, the beginning counts. */
const beginning = (record: ByteReader): Buffer | null => {
  const length = record.varint();
  return length < 0 ? null : Buffer.from(record.bytes(Math.min(length, record.remaining)));
};

/** Converts headers to kafkajs' public shape: one entry per name, an array if the name repeats. */
const groupHeaders = (headerList: FetchedMessage['headerList']): FetchedMessage['headers'] => {
  const headers = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of headerList) {
    const earlier = headers[name];
    if (earlier === undefined) headers[name] = value;
    else headers[name] = Array.isArray(earlier) ? [...(earlier as unknown[]), value] : [earlier, value];
  }
  return headers as FetchedMessage['headers'];
};

const oldFormat = (offset: bigint, magic: number): GatewayError =>
  new GatewayError(
    'kafka-version',
    `The record batch at offset ${offset} has message format ${magic}, expected 2, which Kafka writes since 0.11. ` +
      'Have the topic rewritten, or let the old records run out by retention.',
  );

const corrupt = (offset: bigint): GatewayError =>
  new GatewayError(
    'kafka-crashed',
    `The record batch at offset ${offset} does not match its checksum: it was damaged on the way or on the broker's disk. ` +
      'None of its records was delivered. If it happens again at the same offset, look at the disk of the leader.',
    { retryable: true },
  );
