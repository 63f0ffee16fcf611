// Decodes record batches (message format 2) of a fetch response. kafkajs' own decoder loses the order of headers,
// ignores checksums, overflows the stack on batches of more than about 125,000 records, and leaves a consumer stuck on
// a batch that compaction emptied (kafkajs#1072).
import { GatewayError } from '../../errors';
import { ByteReader } from './byte-reader';
import { decompressRecords } from './codecs';
import { crc32c } from './crc32c';
import type { FetchedMessage } from '../client/kafkajs-internals';

export interface RecordBatch {
  readonly lastOffset: bigint;
  readonly producerId: string;
  readonly inTransaction: boolean;
  readonly isControl: boolean;
  readonly messages: FetchedMessage[];
}

const BATCH_HEADER_BYTES = 12;
const CHECKSUM_END = 9;
const CODEC_MASK = 0x07;
const LOG_APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;
const MAGIC = 2;

/** Returns the batches of one partition of a fetch response, without a last one that the broker cut short. */
export const decodeRecordBatches = async (recordSet: Buffer): Promise<RecordBatch[]> => {
  const batches: RecordBatch[] = [];
  const reader = new ByteReader(recordSet);
  while (reader.remaining >= BATCH_HEADER_BYTES) {
    const baseOffset = reader.int64();
    const length = reader.int32();
    if (length > reader.remaining) break;
    batches.push(await decodeBatch(baseOffset, reader.bytes(length)));
  }
  return batches;
};

const decodeBatch = async (baseOffset: bigint, body: Buffer): Promise<RecordBatch> => {
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

  const codec = attributes & CODEC_MASK;
  const inTransaction = (attributes & TRANSACTIONAL) !== 0;
  const isControl = (attributes & CONTROL) !== 0;
  const shape: BatchShape = {
    baseOffset,
    baseTimestamp,
    appendTime: (attributes & LOG_APPEND_TIME) === 0 ? undefined : maxTimestamp,
    isControl,
    context: { partitionLeaderEpoch, producerId, inTransaction },
  };
  const bytes = reader.bytes(reader.remaining);
  const records = new ByteReader(codec === 0 || count === 0 ? bytes : await decompressRecords(codec, bytes));
  const messages: FetchedMessage[] = [];
  for (let index = 0; index < count; index += 1) messages.push(decodeRecord(records, shape));
  if (messages.at(-1)?.offset !== lastOffset.toString()) messages.push(batchEnd(lastOffset, shape));
  return { lastOffset, producerId, inTransaction, isControl, messages };
};

interface BatchShape {
  readonly baseOffset: bigint;
  readonly baseTimestamp: bigint;
  readonly appendTime: bigint | undefined;
  readonly isControl: boolean;
  readonly context: FetchedMessage['batchContext'];
}

const decodeRecord = (records: ByteReader, batch: BatchShape): FetchedMessage => {
  // Copied, since a record that waits long would otherwise keep the whole response (up to 10 MB) in memory.
  const record = new ByteReader(Buffer.from(records.bytes(records.varint())));
  const attributes = record.int8();
  const timestamp = batch.baseTimestamp + record.varlong();
  const offset = batch.baseOffset + BigInt(record.varint());
  const key = record.varintBytes();
  const value = record.varintBytes();
  const headerList: (readonly [string, Buffer | null])[] = [];
  const headers = record.varint();
  for (let index = 0; index < headers; index += 1) {
    headerList.push([record.varintBytes()?.toString('utf8') ?? '', record.varintBytes()]);
  }
  return {
    offset: offset.toString(),
    timestamp: (batch.appendTime ?? timestamp).toString(),
    attributes,
    key,
    value,
    headers: groupHeaders(headerList),
    headerList,
    isControlRecord: batch.isControl,
    batchContext: batch.context,
  };
};

/** Compaction keeps a batch's last offset but removes the record: without this the position would never get past it. */
const batchEnd = (lastOffset: bigint, batch: BatchShape): FetchedMessage => ({
  offset: lastOffset.toString(),
  timestamp: batch.baseTimestamp.toString(),
  attributes: 0,
  key: null,
  value: null,
  headers: {},
  headerList: [],
  isControlRecord: true,
  batchContext: batch.context,
});

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
