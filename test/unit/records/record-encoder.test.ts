import { RecordEncoder } from '../../../src/records/record-encoder';
import type { SourceRecord } from '../../../src/records/record-source';
import { valueDecoder } from '../../../src/records/value-decoders';
import type { ResolvedRoute } from '../../../src/config/route/resolved-route';

const route = { name: 'main', key: 'utf8', lanes: 0, nullKeySpread: 0 } as ResolvedRoute;
const encoder = new RecordEncoder('bank', route, valueDecoder({ value: 'json', numbers: 'plain' }), 1_000);
const source = (key: string): SourceRecord => ({
  key: Buffer.from(key),
  value: Buffer.from('{"a":1}'),
  headers: [],
  leaderEpoch: 0,
  offset: 7n,
  timestamp: 0,
});

test('A long key travels with its record up to 4,096 bytes.', () => {
  expect(encoder.encode(0, source('k'.repeat(4_096))).record).toMatchObject({
    key: 'k'.repeat(4_096),
    value: { json: { a: 1 } },
  });
});

test('A key beyond 4,096 bytes stays in Kafka with its record; the chain names it, and it is whole when it is read back.', () => {
  const long = source('k'.repeat(4_097));
  const { record, target, bytes } = encoder.encode(0, long);
  expect(record).toMatchObject({ key: null, value: { reference: 7 } });
  expect(target.hosting).toEqual({
    kind: 'key',
    chain: expect.stringMatching(/^k{48}~[0-9a-f]{64}$/) as string,
    key: null,
  });
  expect(bytes).toBeLessThan(1_000);
  expect(encoder.whole(0, long)).toMatchObject({ key: 'k'.repeat(4_097), value: { json: { a: 1 } } });
});

test('JSON with its own text beside it counts with both, and travels by reference when both are too much.', () => {
  const spaced = (length: number): SourceRecord => ({
    ...source('k'),
    value: Buffer.from(`{"a": "${'x'.repeat(length)}"}`),
  });
  const { record, bytes } = encoder.encode(0, spaced(400));
  expect(bytes).toBeGreaterThanOrEqual(JSON.stringify(record.value).length);
  expect(encoder.encode(0, spaced(600)).record).toMatchObject({ value: { reference: 609 } });
  expect(encoder.whole(0, spaced(600)).value).toHaveProperty('source');
});

test.each(['k', 'k'.repeat(4_097)])(
  'A record that is too large to be held goes to the chain of its key and says how large it is.',
  (key) => {
    const { record, target } = encoder.encode(0, { ...source(key), value: null, tooLarge: 70_000_000 });
    expect(record.value).toEqual({ undecodable: expect.stringContaining('70000000 bytes') as string, base64: '' });
    expect(target).toEqual(encoder.encode(0, source(key)).target);
  },
);
