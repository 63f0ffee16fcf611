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

/** A record batch as Kafka stores it, written out by hand. */
export const recordBatchBytes = (batch: TestBatch): Buffer => {
  const records = batch.records ?? [];
  const checked = Buffer.alloc(40);
  checked.writeInt16BE(batch.attributes ?? 0, 0);
  checked.writeInt32BE(batch.lastOffsetDelta ?? records.at(-1)?.offsetDelta ?? 0, 2);
  checked.writeBigInt64BE(1_000n, 6);
  checked.writeBigInt64BE(2_000n, 14);
  checked.writeBigInt64BE(batch.producerId ?? -1n, 22);
  checked.writeInt32BE(records.length, 36);
  const body = Buffer.concat([checked, ...records.map(recordBytes)]);
  const head = Buffer.alloc(21);
  head.writeBigInt64BE(batch.baseOffset ?? 0n, 0);
  head.writeInt32BE(body.length + 9, 8);
  head.writeInt32BE(batch.leaderEpoch ?? 0, 12);
  head.writeInt8(batch.magic ?? 2, 16);
  head.writeUInt32BE(crc32c(body), 17);
  return Buffer.concat([head, body]);
};
