import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { lostInJson } from '../../../../src/model/json/lost-in-json';

const found = (value: unknown): string | undefined => lostInJson(value, JSON.stringify(value))?.at;
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

test('An object that says itself what it is in JSON is looked at as what it says.', () => {
  const hex = { bytes: new Uint8Array([255]), toJSON: () => ({}) };
  expect(found({ hex })).toBeUndefined();
  for (const [, bytes] of BYTES) {
    expect(found({ a: { toJSON: () => bytes } })).toBe('a');
    expect(found([{ toJSON: () => ({ b: bytes }) }])).toBe('[0].b');
  }
  const itself = { empty: {}, toJSON: () => itself };
  expect(found({ itself })).toBeUndefined();
  const told: string[] = [];
  found({ name: { toJSON: (name: string) => told.push(name) && {} } });
  expect(told).toEqual(['name', 'name']);
});

test.each([
  ['a Map', new Map([['a', 1]])],
  ['a Set', new Set([1])],
  ['a Map', new Map([['a', new Uint8Array(1)]])],
  ['a Map', runInNewContext('new Map()')],
  ['a Set', runInNewContext('new Set()')],
])('JSON that would have the content of %s says so, because it would be an empty object.', (what, value) => {
  for (const [whole, at] of [
    [value, ''],
    [{ a: [value] }, 'a[0]'],
    [{ toJSON: () => ({ a: value as unknown }) }, 'a'],
  ] as const) {
    expect(lostInJson(whole, JSON.stringify(whole))).toEqual({ what, at });
  }
});

test.each([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['an invalid Date', new Date(NaN)],
  ['an invalid Date', runInNewContext('new Date(NaN)')],
])('JSON that would have null for %s says so.', (what, value) => {
  for (const [whole, at] of [
    [value, ''],
    [{ a: [null, value] }, 'a[1]'],
  ] as const) {
    expect(lostInJson(whole, JSON.stringify(whole))).toEqual({ what, at });
    expect(lostInJson(whole, JSON.stringify(whole), 'parts')).toBeUndefined();
  }
  const both = { a: value as unknown, b: new Set() };
  expect(lostInJson(both, JSON.stringify(both), 'parts')).toEqual({ what: 'a Set', at: 'b' });
});

test('A Map that says itself what it is in JSON is none.', () => {
  const told = Object.assign(new Map([['a', 1]]), { toJSON: () => ({}) });
  expect(found({ told })).toBeUndefined();
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
