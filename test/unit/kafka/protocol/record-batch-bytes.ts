import { crc32c } from '../../../../src/kafka/protocol/crc32c';

export interface TestRecord {
  readonly offsetDelta: number;
  readonly key?: Buffer | null;
  readonly value?: Buffer | null;
  readonly headers?: readonly (readonly [name: string, value: Buffer | null])[];
}

export interface TestBatch {
  readonly baseOffset?: bigint;
  readonly lastOffsetDelta?: number;
  readonly leaderEpoch?: number;
  readonly attributes?: number;
  readonly producerId?: bigint;
  readonly magic?: number;
  readonly records?: readonly TestRecord[];
  /** Compresses the records; the codec stands in `attributes`. */
  readonly compress?: (records: Buffer) => Buffer;
  /** Compress each part by itself, which not all codecs allow: memory then never holds all that the batch inflates to. */
  readonly apart?: true;
  /** How many records the batch says it has, if that is not so. */
  readonly count?: number;
  /** Zeros of the value of a further record, which has the key `huge` and comes last. */
  readonly hugeBytes?: number;
}

const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
};

const sized = (bytes: Buffer | null): Buffer =>
  bytes === null ? varint(-1) : Buffer.concat([varint(bytes.length), bytes]);

const recordBytes = ({ offsetDelta, key = null, value = null, headers = [] }: TestRecord): Buffer => {
  const pairs = headers.flatMap(([name, content]) => [sized(Buffer.from(name)), sized(content)]);
  const fields = [Buffer.from([0, 0]), varint(offsetDelta), sized(key), sized(value), varint(headers.length), ...pairs];
  return sized(Buffer.concat(fields));
};

const ZEROS = 33_554_432;

/** A record of so many zeros, in parts. */
const hugeRecord = (offsetDelta: number, bytes: number): readonly Buffer[] => {
  const before = Buffer.concat([Buffer.from([0, 0]), varint(offsetDelta), sized(Buffer.from('huge')), varint(bytes)]);
  const after = varint(0);
  const zeros = Buffer.alloc(ZEROS);
  const whole = Array.from({ length: Math.floor(bytes / ZEROS) }, () => zeros);
  return [varint(before.length + bytes + after.length), before, ...whole, zeros.subarray(0, bytes % ZEROS), after];
};

/** A record batch as Kafka stores it, written out by hand. */
export const recordBatchBytes = (batch: TestBatch): Buffer => {
  const { records = [], hugeBytes } = batch;
  const huge = hugeBytes === undefined ? [] : hugeRecord((records.at(-1)?.offsetDelta ?? -1) + 1, hugeBytes);
  const count = batch.count ?? records.length + Math.min(1, huge.length);
  const checked = Buffer.alloc(40);
  checked.writeInt16BE(batch.attributes ?? 0, 0);
  checked.writeInt32BE(batch.lastOffsetDelta ?? lastDelta(batch), 2);
  checked.writeBigInt64BE(1_000n, 6);
  checked.writeBigInt64BE(2_000n, 14);
  checked.writeBigInt64BE(batch.producerId ?? -1n, 22);
  checked.writeInt32BE(count, 36);
  const content = compressed([...records.map(recordBytes), ...huge], batch);
  const body = Buffer.concat([checked, ...content]);
  const head = Buffer.alloc(21);
  head.writeBigInt64BE(batch.baseOffset ?? 0n, 0);
  head.writeInt32BE(body.length + 9, 8);
  head.writeInt32BE(batch.leaderEpoch ?? 0, 12);
  head.writeInt8(batch.magic ?? 2, 16);
  head.writeUInt32BE(crc32c(body), 17);
  return Buffer.concat([head, body]);
};

const lastDelta = ({ records = [], hugeBytes }: TestBatch): number =>
  (records.at(-1)?.offsetDelta ?? (hugeBytes === undefined ? 0 : -1)) + (hugeBytes === undefined ? 0 : 1);

/** Equal parts are compressed once. */
const compressed = (
  parts: readonly Buffer[],
  { compress = (content) => content, apart }: TestBatch,
): readonly Buffer[] => {
  if (apart === undefined) return [compress(Buffer.concat(parts))];
  const known = new Map<Buffer, Buffer>();
  return parts.map((part) => {
    const content = known.get(part) ?? compress(part);
    known.set(part, content);
    return content;
  });
};
