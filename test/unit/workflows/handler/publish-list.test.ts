import { PublishList } from '../../../../src/workflows/handler/publish-list';

let knows = true;
jest.mock('@temporalio/workflow', () => ({ patched: () => knows }));

beforeEach(() => {
  knows = true;
});

const list = (...requests: readonly Parameters<PublishList['add']>[]): PublishList => {
  const publishes = new PublishList();
  for (const [topic, request] of requests) publishes.add(topic, request);
  return publishes;
};

test('A record that a handler publishes becomes plain JSON, numbered within its record.', () => {
  const state = { balance: 1 };
  const publishes = list(
    ['t', { key: 'k', value: state, headers: { a: '1' } }],
    ['t', { key: new Uint8Array([0, 255]), value: new Uint8Array([1, 2]), partition: 3, timestamp: 5 }],
    ['t', { value: null, step: 'gone' }],
  );
  state.balance = 2;
  expect(publishes.all).toEqual([
    { step: 'publish.1', topic: 't', key: 'k', value: { json: { balance: 1 } }, headers: [['a', '1']] },
    { step: 'publish.2', topic: 't', key: { base64: 'AP8=' }, value: { base64: 'AQI=' }, partition: 3, timestamp: 5 },
    { step: 'publish.gone', topic: 't', key: null, value: { tombstone: true } },
  ]);
});

test.each([
  { why: 'a topic that can be none', topic: 'no topic', request: { value: 1 }, message: 'the name of a topic' },
  { why: 'a negative partition', topic: 't', request: { value: 1, partition: -1 }, message: 'partition: expected' },
  { why: 'a broken timestamp', topic: 't', request: { value: 1, timestamp: 0.5 }, message: 'timestamp: expected' },
  { why: 'bytes within', topic: 't', request: { value: { a: [new Uint8Array(1)] } }, message: 'has bytes in a[0]' },
  { why: 'a Map', topic: 't', request: { value: { a: new Map() } }, message: 'has a Map in a' },
  { why: 'no value', topic: 't', request: { value: undefined }, message: 'got undefined' },
  { why: 'a function', topic: 't', request: { value: () => 1 }, message: 'A published value is JSON' },
  {
    why: 'a header of ours',
    topic: 't',
    request: { value: 1, headers: { 'sluice.id': 'x' } },
    message: 'are reserved',
  },
  { why: 'a large value', topic: 't', request: { value: 'x'.repeat(600_000) }, message: '524288 bytes' },
])('A request to publish with $why is refused.', ({ topic, request, message }) => {
  expect(() => list([topic, request])).toThrow(message);
});

test('What was published without a value before that was refused is the tombstone that it was.', () => {
  knows = false;
  expect(list(['t', { value: undefined }]).all).toMatchObject([{ value: { tombstone: true } }]);
});

test('The steps of one record have different names.', () => {
  expect(() => list(['t', { value: 1, step: 'a' }], ['t', { value: 2, step: 'a' }])).toThrow('published twice');
});
