import fc from 'fast-check';
import { leavesSegment } from '../../../src/activities/destinations/request/leaves-segment';
import { deliverEffect } from '../../../src/activities/effects/deliver-effect';
import type { ResolvedDeliver, ResolvedPublish, ResolvedRoute } from '../../../src/config/route/resolved-route';
import type { WireRecord } from '../../../src/model/contract/record';
import { publishMapping } from '../../../src/outbox/publish-mapping';
import { RecordEncoder } from '../../../src/records/record-encoder';
import { valueDecoder } from '../../../src/records/value-decoders';
import { gatewayRecord } from '../../../src/workflows/handler/gateway-record';

const stream = { id: 's', topic: 't' };
const json = valueDecoder({ value: 'json', numbers: 'plain' });
const encoded = (key: Buffer, format: ResolvedRoute['key']): WireRecord => {
  const route = { name: 'main', key: format, lanes: 0, nullKeySpread: 0 } as ResolvedRoute;
  const source = { key, value: Buffer.from('{}'), headers: [], leaderEpoch: 0, offset: 7n, timestamp: 0 };
  const { record } = new RecordEncoder('bank', route, json, 1_000).encode(0, source);
  return JSON.parse(JSON.stringify(record)) as WireRecord;
};
const pathOf = (record: WireRecord): string | undefined =>
  deliverEffect({ to: 'api', method: 'POST', path: '/k/{key}', headers: {} } as ResolvedDeliver, stream, record).request
    .path;
const publish: ResolvedPublish = { to: 'out', key: '{key}', value: undefined, headers: {}, copyHeaders: true };
const keyOf = (record: WireRecord, key = '{key}'): Buffer => {
  const { key: made } = publishMapping({ ...publish, key }, stream, record);
  return typeof made === 'string' ? Buffer.from(made) : Buffer.from(made?.base64 ?? '', 'base64');
};

test.each([
  ['e9', '/k/%E9'],
  ['c3a9', '/k/%C3%A9'],
  ['ff2e2fe9', '/k/%FF.%2F%E9'],
  ['00000001', '/k/%00%00%00%01'],
])('The bytes %s of a key fill a path as they are.', (hex, path) => {
  expect(pathOf(encoded(Buffer.from(hex, 'hex'), 'utf8'))).toBe(path);
});

test('Different keys are different paths, of which the bytes can be read again; text is encoded as ever.', () => {
  const key = fc.uint8Array({ minLength: 1, maxLength: 12 }).map((bytes) => Buffer.from(bytes));
  // What would leave its segment is refused.
  const usable = (bytes: Buffer): boolean => !leavesSegment(bytes.toString('latin1'));
  fc.assert(
    fc.property(key.filter(usable), (bytes) => {
      const path = pathOf(encoded(bytes, 'utf8')) ?? '';
      const read = path
        .slice(3)
        .replace(/%([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
      expect(Buffer.from(read, 'latin1').equals(bytes)).toBe(true);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
      fc.pre(!leavesSegment(text));
      expect(pathOf(encoded(Buffer.from(text), 'utf8'))).toBe(`/k/${encodeURIComponent(text)}`);
    }),
  );
});

test('A published key from a template has the bytes of the key in it.', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), (array) => {
      const bytes = Buffer.from(array);
      const record = encoded(bytes, 'utf8');
      expect(keyOf(record).equals(bytes)).toBe(true);
      expect(keyOf(record, 'é-{key}!').equals(Buffer.concat([Buffer.from('é-'), bytes, Buffer.from('!')]))).toBe(true);
    }),
  );
});

test('A binary key that an older version stored is filled in as that version did.', () => {
  const { rawKey, ...old } = encoded(Buffer.from('e9', 'hex'), 'utf8');
  expect(rawKey).toBe(true);
  expect(pathOf(old)).toBe('/k/%C3%A9');
});

test.each([
  ['hex', '00ffe9', '00ffe9'],
  ['int', 'fffffffe', '-2'],
  ['long', '0020000000000001', '9007199254740993'],
  ['long', 'ffffffffffffffff', '-1'],
  ['uuid', '3f2504e04f8911d39a0c0305e82c3301', '3f2504e0-4f89-11d3-9a0c-0305e82c3301'],
] as const)('A key is read as %s: %s is %s, in paths and for handlers.', (format, hex, text) => {
  const record = encoded(Buffer.from(hex, 'hex'), format);
  expect(pathOf(record)).toBe(`/k/${text}`);
  expect(gatewayRecord(stream, record).key).toBe(text);
  expect(keyOf({ ...record }).toString()).toBe(text);
  // Without a template, the key is published as its bytes.
  expect(keyOf({ ...record, keyText: undefined } as never).toString('hex')).toBe(hex);
});

test.each([
  ['int', '00', 'The key has 1 bytes'],
  ['long', '00000001', 'The key has 4 bytes'],
  ['uuid', '', 'The key has 0 bytes'],
] as const)('A record whose key is no %s cannot be read: %j.', (format, hex, words) => {
  expect(encoded(Buffer.from(hex, 'hex'), format).value).toEqual({
    undecodable: expect.stringContaining(words) as string,
    base64: Buffer.from('{}').toString('base64'),
  });
});
