import type { ResolvedRoute } from '../../../src/config/route/resolved-route';
import { framedKeyWarning } from '../../../src/records/framed-key-warning';
import { framingWords } from '../../../src/records/framing';
import { valueDecoder } from '../../../src/records/value-decoders';

const framed = (id: number, payload: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(id, 1);
  return Buffer.concat([head, payload]);
};

test.each([
  ['a schema registry', framed(1, Buffer.from([2, 97])), 'framed by a schema registry, schema id 1'],
  ['a schema registry, JSON inside', framed(70_000, Buffer.from('{}')), 'schema id 70000'],
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

test('Text that merely is no JSON is named as nothing else.', () => {
  for (const text of ['', '{oops', 'null and void', '\u0000']) expect(framingWords(Buffer.from(text))).toBeUndefined();
});

test('Framed keys are told once for a route, and not where the route says what its keys are.', () => {
  const warned: unknown[] = [];
  const log = { warn: (fields: unknown) => warned.push(fields) } as never;
  const route = { name: 'main', key: 'utf8' } as ResolvedRoute;
  const seen = framedKeyWarning(route, log);
  for (const key of ['k', '', '\u0000\u0000']) seen(Buffer.from(key));
  seen(Buffer.from('00000000000000ff', 'hex'));
  expect(warned).toEqual([]);
  seen(framed(7, Buffer.from([4, 97, 98])));
  seen(framed(8, Buffer.from([4, 97, 98])));
  expect(warned).toEqual([{ route: 'main', schemaId: 7, bytes: 8 }]);
  framedKeyWarning({ ...route, key: 'long' }, log)(framed(7, Buffer.from([4, 97, 98])));
  expect(warned).toHaveLength(1);
});
