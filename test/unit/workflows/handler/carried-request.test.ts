import type { Effect } from '../../../../src/model/contract/effect-contract';
import { preparedEffect } from '../../../../src/activities/effects/prepared-effect';
import { carriedRequest } from '../../../../src/workflows/handler/carried-request';

let knows = true;
jest.mock('@temporalio/workflow', () => ({ patched: () => knows }));

beforeEach(() => {
  knows = true;
});

const ORIGIN = { chain: 'k', workflowId: 'w', callbackLinks: { url: () => 'https://gw/callbacks/T.s' } };
const WORK = { stream: { id: 's', topic: 't' }, position: { partition: 0, leaderEpoch: 0, offset: '1' }, sequence: 1 };

/** The request as a destination gets it, after its way through a history. */
const arrived = (carried: Pick<Effect, 'request' | 'bytes'>, more: Partial<Effect> = {}): Effect['request'] => {
  const effect = { step: '1', index: 1, destination: 'api', ...carried, ...more };
  const origin = ORIGIN as unknown as Parameters<typeof preparedEffect>[0];
  return preparedEffect(origin, WORK, JSON.parse(JSON.stringify(effect)) as Effect).effect.request;
};

test('Bytes that a handler gives as data arrive as bytes, and the rest of the request as it was.', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  for (const rest of [{}, { path: '/a', method: 'PUT', query: { q: 1 }, headers: { 'X-A': 'b' } }]) {
    const { carried, json } = carriedRequest({ ...rest, data: bytes });
    bytes[0] = 0;
    expect(arrived(carried)).toEqual({ ...rest, data: Buffer.from(bytes) });
    expect(json).toBe(JSON.stringify(carried));
  }
  expect(arrived(carriedRequest({ data: new Uint8Array() }).carried)).toEqual({ data: Buffer.alloc(0) });
});

test('A request with bytes may carry the URL of a callback in its path.', () => {
  const { carried } = carriedRequest({ path: '/?to=M', data: new Uint8Array([77]) });
  const callback = { marker: 'M', step: '1', round: 0, deadline: 0 };
  expect(arrived(carried, { callback })).toEqual({ path: '/?to=https://gw/callbacks/T.s', data: Buffer.from('M') });
});

test('A worker that does not know bytes finds no path that it could call.', () => {
  expect(carriedRequest({ path: '/a', data: new Uint8Array([1]) }).carried.request.path).toMatch(/^[^/?]/);
});

test('A request without bytes is carried as it is.', () => {
  const request = { path: '/a', data: { 0: 1, empty: {} } };
  expect(carriedRequest(request)).toEqual({ carried: { request }, json: JSON.stringify(request) });
});

test.each([
  { request: { data: { blob: new Uint8Array(1) } }, where: 'data.blob' },
  { request: { data: [new Uint8Array(1)] }, where: 'data[0]' },
  { request: { data: new ArrayBuffer(1) }, where: 'data' },
  { request: { data: new Float32Array(1) }, where: 'data' },
  { request: { data: new Uint8Array(1), query: { id: new Uint8Array(1) as unknown as string } }, where: 'query.id' },
  { request: { headers: { 'X-A': Buffer.from('a') as unknown as string } }, where: 'headers.X-A' },
])('A request with bytes in $where is refused in words.', ({ request, where }) => {
  expect(() => carriedRequest(request)).toThrow(`The request has bytes in ${where}, which JSON cannot hold`);
});

test.each([
  { request: { data: new Map([['a', 1]]) }, what: 'a Map in data' },
  { request: { data: { ids: new Set([1]) } }, what: 'a Set in data.ids' },
  {
    request: { data: new Uint8Array(1), headers: new Map() as unknown as Record<string, string> },
    what: 'a Map in headers',
  },
])('A request with $what is refused in words.', ({ request, what }) => {
  expect(() => carriedRequest(request)).toThrow(`The request has ${what}, which JSON cannot hold`);
});

test.each([
  { request: { data: { amount: NaN } }, what: 'NaN in data.amount' },
  { request: { data: [1, -Infinity] }, what: '-Infinity in data[1]' },
  { request: { data: { at: new Date('no date') } }, what: 'an invalid Date in data.at' },
])('A request with $what is refused in words, because it would be sent as null.', ({ request, what }) => {
  expect(() => carriedRequest(request)).toThrow(`The request has ${what}, which JSON cannot hold: give null`);
});

test('Dates, null and what is undefined are carried as JSON has them.', () => {
  const { json } = carriedRequest({ data: { at: new Date(0), none: null, left: undefined, list: [undefined] } });
  expect(json).toBe('{"data":{"at":"1970-01-01T00:00:00.000Z","none":null,"list":[null]}}');
});

test('What was carried before bytes were known is carried as it was.', () => {
  knows = false;
  for (const request of [{ data: { blob: new Uint8Array(1) } }, { data: new Uint8Array(1) }])
    expect(JSON.stringify(carriedRequest(request).carried)).toBe(JSON.stringify({ request }));
});
