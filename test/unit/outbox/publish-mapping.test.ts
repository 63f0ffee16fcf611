import { publishMapping } from '../../../src/outbox/publish-mapping';
import type { WireRecord } from '../../../src/model/contract/record';

const stream = { id: 's', topic: 'orders' };
const record: WireRecord = {
  partition: 1,
  leaderEpoch: 0,
  offset: '7',
  key: { base64: 'AP8=' },
  timestamp: 42,
  headers: [
    ['trace', 'abc'],
    ['sluice.id', 'of another gateway'],
  ],
  value: { json: { customer: 'c-1', order: { total: 3 } } },
};
const whole = { to: 'out', key: undefined, value: undefined, headers: {}, copyHeaders: true };

test('A record is passed on with its key, headers and time where there are no options.', () => {
  expect(publishMapping(whole, stream, record)).toEqual({
    step: 'publish',
    topic: 'out',
    key: record.key,
    value: record.value,
    timestamp: 42,
    headers: [['trace', 'abc']],
  });
});

test('The key, value and headers of a published record are taken from the record as the options say.', () => {
  const mapping = {
    to: 'out',
    key: '{value.customer}/{offset}',
    value: 'value.order',
    headers: { from: '{topic}-{partition}', trace: 'new' },
    copyHeaders: true,
  };
  expect(publishMapping(mapping, stream, record)).toMatchObject({
    key: 'c-1/7',
    value: { json: { total: 3 } },
    headers: [
      ['from', 'orders-1'],
      ['trace', 'new'],
    ],
  });
});

test('Headers of ours are not copied, because they tell of another record, and can be passed on under another name.', () => {
  const letter = { ...record, headers: [['sluice.message', 'no funds'] as const, ['trace', 'abc'] as const] };
  const mapping = { ...whole, headers: { reason: '{header.sluice.message}' } };
  expect(publishMapping(mapping, stream, letter).headers).toEqual([
    ['trace', 'abc'],
    ['reason', 'no funds'],
  ]);
});

test('A record that lacks what the options ask for is refused in words.', () => {
  expect(() => publishMapping({ ...whole, key: '{value.nobody}' }, stream, record)).toThrow('needs {value.nobody}');
  expect(() => publishMapping({ ...whole, value: 'value.nothing' }, stream, record)).toThrow('no value.nothing');
  expect(() => publishMapping({ ...whole, value: 'value.constructor' }, stream, record)).toThrow(
    'no value.constructor',
  );
});

test('A tombstone stays a tombstone when it is published.', () => {
  const gone = { ...record, value: { tombstone: true } } as const;
  expect(publishMapping({ ...whole, value: 'value.order' }, stream, gone).value).toEqual({ tombstone: true });
});

test('A header of the record can be the key or a header of what is published, also as bytes.', () => {
  const mapping = { ...whole, key: '{header.TRACE}', headers: { via: 'x-{header.trace}' }, copyHeaders: false };
  expect(publishMapping(mapping, stream, record)).toMatchObject({ key: 'abc', headers: [['via', 'x-abc']] });
  expect(() => publishMapping({ ...whole, key: '{header.none}' }, stream, record)).toThrow('needs {header.none}');
  const binary = { ...record, headers: [['raw', { base64: '6Q==' }]] } as const;
  expect(publishMapping({ ...whole, key: '{header.raw}' }, stream, binary).key).toEqual({ base64: '6Q==' });
});
