import fc from 'fast-check';
import type { ResolvedRoute } from '../../../src/config/route/resolved-route';
import { framedKeyWarning } from '../../../src/records/framed-key-warning';
import { framingWords } from '../../../src/records/framing';
import { valueDecoder } from '../../../src/records/value-decoders';

const framed = (id: number, payload: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(id, 1);
  return Buffer.concat([head, payload]);
};

const framed8 = (id: bigint, payload: Buffer): Buffer => {
  const head = Buffer.alloc(9);
  head.writeBigUInt64BE(id, 1);
  return Buffer.concat([head, payload]);
};

test.each([
  ['a schema registry', framed(1, Buffer.from([2, 97])), 'framed by a schema registry, schema id 1'],
  ['a schema registry, JSON inside', framed(70_000, Buffer.from('{}')), 'schema id 70000'],
  ['a schema registry with ids of 8 bytes', framed8(7n, Buffer.from([2, 97])), 'ids of 8 bytes, schema id 7'],
  [
    'a schema registry with a large id of 8 bytes',
    framed8(2n ** 31n, Buffer.from([2])),
    'ids of 8 bytes, schema id 2147483648',
  ],
  ['a schema registry with an id from 2^24', framed(2 ** 24, Buffer.from([2, 97])), 'schema id 16777216'],
  ['a schema registry with an id like a letter', framed(0x41000001, Buffer.from([0, 97])), 'schema id 1090519041'],
  ['a schema registry without an id that is one', framed(0, Buffer.from([0])), 'begins as what a schema registry'],
  ['a number in UTF-16', Buffer.from('17', 'utf16le').swap16(), 'UTF-16'],
  ['AWS Glue', Buffer.concat([Buffer.from([3, 0]), Buffer.alloc(20, 7)]), 'AWS Glue'],
  ['gzip', Buffer.from('1f8b0800', 'hex'), 'gzip'],
  ['Zstandard', Buffer.from('28b52ffd00', 'hex'), 'Zstandard'],
  ['UTF-16 with its mark', Buffer.from('\uFEFF{}', 'utf16le'), 'UTF-16'],
  ['UTF-16 without a mark', Buffer.from('{"a":1}', 'utf16le'), 'UTF-16'],
  ['UTF-16 in the other order', Buffer.from('{"a":1}', 'utf16le').swap16(), 'UTF-16'],
])('A value that is not JSON is named as what it is: %s.', (_what, value, words) => {
  const json = valueDecoder({ value: 'json', numbers: 'plain' });
  expect(json.decode(value)).toEqual({
    undecodable: expect.stringContaining(words) as string,
    base64: value.toString('base64'),
  });
});

test('Any id that a schema registry gives is told as that id, whatever follows it.', () => {
  const id = fc.integer({ min: 1, max: 2 ** 31 - 1 });
  fc.assert(
    fc.property(id, fc.uint8Array({ minLength: 1, maxLength: 20 }), (schemaId, payload) => {
      // An id of this form with such a payload is UTF-16, too.
      fc.pre((schemaId & 0xff00ff) !== 0 && ((schemaId >> 16) & 0xff) !== 0);
      expect(framingWords(framed(schemaId, Buffer.from(payload)))).toContain(`schema id ${schemaId};`);
    }),
  );
});

test('Text that merely is no JSON is named as nothing else.', () => {
  for (const text of ['', '{oops', 'null and void', '\u0000']) expect(framingWords(Buffer.from(text))).toBeUndefined();
});

test('Framed keys are told once for a route, and not where the route says what its keys are.', () => {
  const warned: unknown[] = [];
  const log = { warn: (fields: unknown) => warned.push(fields) } as never;
  const route = { name: 'main', key: 'utf8' } as ResolvedRoute;
  const seen = framedKeyWarning(route, log);
  for (const key of ['k', '', '\u0000\u0000']) seen(Buffer.from(key));
  for (const key of ['00000000000000ff', '00000000000000010000000000000002']) seen(Buffer.from(key, 'hex'));
  expect(warned).toEqual([]);
  seen(framed(7, Buffer.from([4, 97, 98])));
  seen(framed(8, Buffer.from([4, 97, 98])));
  expect(warned).toEqual([{ route: 'main', schemaId: 7, bytes: 8 }]);
  framedKeyWarning(route, log)(framed8(9n, Buffer.from([4, 97, 98])));
  expect(warned.pop()).toEqual({ route: 'main', schemaId: 9, bytes: 12 });
  framedKeyWarning({ ...route, key: 'long' }, log)(framed(7, Buffer.from([4, 97, 98])));
  expect(warned).toHaveLength(1);
});
