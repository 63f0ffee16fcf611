import type { ResolvedConfig } from '../../../../src/config/gateway/resolved-config';
import type { ResolvedRoute } from '../../../../src/config/route/resolved-route';
import { recordField } from '../../../../src/activities/effects/record-field';
import { goneRecord } from '../../../../src/operations/keys/gone-record';
import { RecordEncoder } from '../../../../src/records/record-encoder';
import { wireBytes } from '../../../../src/records/value-decoders';

const config = { name: 'bank', bridge: { inlineBytes: 1_000 } } as ResolvedConfig;
const stream = { id: 's', topic: 't' };
const position = { partition: 3, leaderEpoch: 2, offset: '7' };
const source = { value: null, headers: [], leaderEpoch: 2, offset: 7n, timestamp: 42 };
const routeOf = (key: ResolvedRoute['key']): ResolvedRoute =>
  ({ name: 'main', key, value: 'json', numbers: 'plain', lanes: 0, nullKeySpread: 0 }) as ResolvedRoute;

test.each([
  { format: 'utf8', bytes: 'k' },
  { format: 'utf8', bytes: '\xe9' },
  { format: 'hex', bytes: '\xe9\x00' },
  { format: 'int', bytes: '\x00\x00\x00*' },
  { format: 'long', bytes: '\x00\x00\x00\x00\x00\x00\x00*' },
  { format: 'uuid', bytes: '0123456789abcdef' },
] as const)(
  'A record whose payload is gone has the key that it had before: $bytes, read as $format, is the same address.',
  ({ format, bytes }) => {
    const route = routeOf(format);
    const key = Buffer.from(bytes, 'latin1');
    const before = RecordEncoder.ofRoute(config, route).whole(3, { ...source, key });
    const after = goneRecord(config, route, wireBytes(key), position, 42);
    expect(after).toEqual(before);
    expect(recordField('key', stream, after)).toEqual(recordField('key', stream, before));
  },
);

test('A record whose payload is gone has no key if it had none.', () => {
  expect(goneRecord(config, routeOf('long'), null, position, 42)).toEqual({
    ...position,
    key: null,
    timestamp: 42,
    value: { tombstone: true },
  });
});

test('A record whose payload is gone says so if its route cannot read its key.', () => {
  expect(goneRecord(config, routeOf('long'), 'short', position, 42).value).toMatchObject({
    undecodable: expect.stringContaining('The key has 5 bytes') as string,
  });
});
