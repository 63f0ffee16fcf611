import fc from 'fast-check';
import { ByteReader } from '../../../../src/kafka/protocol/byte-reader';
import { orderedHeaders } from '../../../../src/kafka/writing/ordered-headers';

type Header = readonly [name: string, value: Buffer | null];

const encode = jest.requireActual<(record: object) => { readonly buffer: Buffer }>(
  'kafkajs/src/protocol/recordBatch/record/v0',
);

/** What the bytes of a record that kafkajs has encoded say, whose length must be right. */
const written = (headers: readonly Header[]): readonly Header[] => {
  const record = new ByteReader(
    encode({ key: null, value: Buffer.from('v'), headers: orderedHeaders(headers) }).buffer,
  );
  expect(record.varint()).toBe(record.remaining);
  record.int8();
  record.varlong();
  record.varint();
  expect([record.varintBytes(), record.varintBytes()]).toEqual([null, Buffer.from('v')]);
  const read = Array.from({ length: record.varint() }, (): Header => [
    record.varintBytes()?.toString() ?? '',
    record.varintBytes(),
  ]);
  expect(record.remaining).toBe(0);
  return read;
};

test('Headers are written in their order, repeated ones and those without a value too.', () => {
  const headers: readonly Header[] = [
    ['b', Buffer.from('1')],
    ['1', Buffer.from('x')],
    ['a', null],
    ['a', Buffer.alloc(0)],
    ['b', Buffer.from('2')],
  ];
  expect(written(headers)).toEqual(headers);
});

test('Any headers are written as they are, and as often as they are asked for.', () => {
  const name = fc.oneof(fc.constantFrom('a', '1', '__proto__', 'map', 'length', ''), fc.string({ unit: 'grapheme' }));
  const value = fc.option(fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)));
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value), { maxLength: 8 }), (headers) => {
      expect(written(headers)).toEqual(headers);
      const kept = orderedHeaders(headers);
      const [once, again] = [1, 2].map(() => encode({ key: null, value: null, headers: kept }).buffer);
      expect(once).toEqual(again);
    }),
  );
});
