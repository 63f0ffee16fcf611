import { ByteReader } from '../../../../src/kafka/protocol/byte-reader';

const reader = (...bytes: readonly number[]): ByteReader => new ByteReader(Buffer.from(bytes));

test.each([
  [[0x00], 0],
  [[0x01], -1],
  [[0x02], 1],
  [[0xfe, 0x01], 127],
  [[0xff, 0xff, 0xff, 0xff, 0x0f], -2_147_483_648],
  [[0xfe, 0xff, 0xff, 0xff, 0x0f], 2_147_483_647],
])('The reader of bytes reads the varint %j as %i.', (bytes, value) => {
  expect(reader(...bytes).varint()).toBe(value);
  expect(reader(...bytes).varlong()).toBe(BigInt(value));
});

test('The reader of bytes reads a varlong of 64 bits.', () => {
  expect(reader(0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01).varlong()).toBe(9_223_372_036_854_775_807n);
});

test('The reader of bytes tells null from empty.', () => {
  expect(reader(0x01).varintBytes()).toBeNull();
  expect(reader(0x00).varintBytes()).toEqual(Buffer.alloc(0));
  expect(reader(0x00).compactString()).toBeNull();
  expect(reader(0x01).compactString()).toBe('');
});

test('The reader of bytes takes the length -1 of an array for none.', () => {
  expect(reader(0xff, 0xff, 0xff, 0xff).array(() => 1)).toEqual([]);
  expect(reader(0x00).compactArray(() => 1)).toEqual([]);
});

test('The reader of bytes skips tagged fields of any kind.', () => {
  const tagged = reader(2, 0, 1, 0xaa, 5, 2, 0xbb, 0xcc, 0x07);
  tagged.skipTaggedFields();
  expect(tagged.int8()).toBe(7);
});

test.each([
  ['bytes', (it: ByteReader) => it.bytes(3)],
  ['int32', (it: ByteReader) => it.int32()],
  ['a string', (it: ByteReader) => it.string()],
  ['a varint', (it: ByteReader) => (it.int8() > 0 ? it.varint() : 0)],
])('The reader of bytes does not read %s past the end.', (_, read) => {
  expect(() => read(reader(0x7f, 0xff))).toThrow(expect.objectContaining({ name: 'RangeError' }) as Error);
});
