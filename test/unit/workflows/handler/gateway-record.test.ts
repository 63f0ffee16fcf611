import type { WireRecord, WireValue } from '../../../../src/model/contract/record';
import { gatewayRecord, type GatewayRecord } from '../../../../src/workflows/handler/gateway-record';

const recordOf = (value: WireValue): GatewayRecord<unknown> => {
  const record: WireRecord = { partition: 0, leaderEpoch: 0, offset: '1', key: 'k', timestamp: 0, value };
  return gatewayRecord({ id: 's', topic: 't' }, record);
};

test.each<[what: string, value: WireValue, seen: Pick<GatewayRecord<unknown>, 'value' | 'text'>]>([
  ['JSON', { json: { a: 1 } }, { value: { a: 1 }, text: '{"a":1}' }],
  ['JSON with its own text', { json: { d: 1.1 }, source: '{"d": 1.10}' }, { value: { d: 1.1 }, text: '{"d": 1.10}' }],
  [
    'JSON that travels as text alone',
    { undecodable: 'newer', base64: '', source: '[1.0]', numbers: 'text' },
    { value: ['1.0'], text: '[1.0]' },
  ],
  ['an overflow, which a history keeps as null', { json: null, source: '1e400' }, { value: Infinity, text: '1e400' }],
  ['integers as bigint', { json: 5, numbers: 'bigint' }, { value: 5n, text: '5' }],
  ['text', { text: 'a' }, { value: 'a', text: 'a' }],
  ['bytes', { base64: 'AP8=' }, { value: new Uint8Array([0, 255]), text: null }],
  ['a tombstone', { tombstone: true }, { value: null, text: null }],
])('A handler gets the value and its text: %s.', (_what, value, seen) => {
  expect(recordOf(value)).toMatchObject(seen);
});

test('A handler that changes its value changes neither the waiting record nor the text.', () => {
  const value = { json: { list: [1] } };
  const record = recordOf(value);
  (record.value as { list: number[] }).list.push(2);
  expect(value).toEqual({ json: { list: [1] } });
  expect(record.text).toBe('{"list":[1]}');
});

test('A handler that changes the headers or the key of its record changes nothing of the waiting record.', () => {
  const record = { key: { base64: 'AP8=' }, headers: [['a', 'b'] as const, ['c', { base64: 'AP8=' }] as const] };
  const before = structuredClone(record);
  const position = { partition: 0, leaderEpoch: 0, offset: '1', timestamp: 0, value: { text: 'x' } };
  const seen = gatewayRecord({ id: 's', topic: 't' }, { ...position, ...record });
  expect([seen.key, seen.headers]).toEqual([before.key, before.headers]);
  for (const [, content] of seen.headers) if (typeof content === 'object') Object.assign(content ?? {}, { base64: '' });
  (seen.headers as unknown[]).push(seen.headers);
  Object.assign(seen.key as object, { base64: '' });
  expect(record).toEqual(before);
});
