import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { bytesWithin } from '../../../src/model/bytes-within';

const found = (value: unknown): string | undefined => bytesWithin(value, JSON.stringify(value));
const BYTES: readonly (readonly [what: string, bytes: unknown])[] = [
  ['a Uint8Array', new Uint8Array([0, 255])],
  ['an empty Uint8Array', new Uint8Array()],
  ['a Buffer', Buffer.from('a')],
  ['an empty Buffer', Buffer.alloc(0)],
  ['a Uint16Array', new Uint16Array(1)],
  ['a DataView', new DataView(new ArrayBuffer(1))],
  ['an ArrayBuffer', new ArrayBuffer(1)],
  ['bytes of another realm', runInNewContext('new Uint8Array([1])')],
];

test.each(BYTES)('JSON that would have %s says where it is.', (_what, bytes) => {
  expect(found(bytes)).toBe('');
  expect(found({ a: [1, { b: bytes }] })).toBe('a[1].b');
});

test('JSON without bytes has none, whatever it looks like.', () => {
  for (const value of [{}, { 0: 1 }, [{}], { type: 'Buffer', data: [1] }, { at: new Date(0) }]) {
    expect(found(value)).toBeUndefined();
  }
  fc.assert(fc.property(fc.jsonValue(), (value) => found(value) === undefined));
});

test('An object that says itself what it is in JSON may have bytes.', () => {
  const hex = { bytes: new Uint8Array([255]), toJSON: () => ({}) };
  expect(found({ hex })).toBeUndefined();
});

test('Bytes are found wherever they are.', () => {
  const path = fc.array(fc.oneof(fc.constantFrom('a', '0', 'x y', '"'), fc.constant(0)), { maxLength: 6 });
  fc.assert(
    fc.property(path, fc.constantFrom(...BYTES), fc.jsonValue(), (names, [, bytes], beside) => {
      const value = names.reduceRight<unknown>(
        (inner, name) => (name === 0 ? [beside, inner] : { beside, [name]: inner }),
        bytes,
      );
      return found(value) !== undefined;
    }),
  );
});
