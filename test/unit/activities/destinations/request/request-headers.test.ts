import { requestHeaders } from '../../../../../src/activities/destinations/request/request-headers';
import { requestBody, requestMethod } from '../../../../../src/activities/destinations/request/http-request';

const destination = {
  headers: { Accept: 'application/json', 'Content-Type': 'application/vnd.api+json', Authorization: 'Bearer t' },
  secretHeaders: new Set(['authorization']),
};
const OWN = { 'Idempotency-Key': 'ours', 'Sluice-Token': '7' };

const sent = (headers: unknown, data?: unknown, own: Readonly<Record<string, string>> = OWN): Record<string, string> =>
  Object.fromEntries(requestHeaders(destination, { headers } as never, requestBody(data), own));

test('The headers of a request win over those of its destination, whatever their case, and Sluice wins over both.', () => {
  expect(sent({ ACCEPT: 'text/csv', 'idempotency-key': 'X', IDEMPOTENCY_KEY: 'Y', 'X-A': 1 }, 'text')).toEqual({
    ACCEPT: 'text/csv',
    'Content-Type': 'application/vnd.api+json',
    Authorization: 'Bearer t',
    'X-A': '1',
    ...OWN,
  });
});

test.each([[undefined], [''], [new Uint8Array()]])(
  'A request with the body %j has no content type, whoever sets it.',
  (data) => {
    expect(sent({ 'content-type': 'application/json' }, data)).toEqual({
      Accept: 'application/json',
      Authorization: 'Bearer t',
      ...OWN,
    });
  },
);

test.each([
  ['Content-Length', '4', 'may not set the header "Content-Length": it says where the request ends'],
  ['transfer_encoding', 'chunked', 'may not set the header "transfer_encoding": it says where the request ends'],
  ['Trailer', 'x', 'says where the request ends'],
  ['Connection', 'close', 'belongs to the connection'],
  ['Keep-Alive', '1', 'belongs to the connection'],
  ['proxy-authorization', 'x', 'belongs to the connection'],
  ['Upgrade', 'h2c', 'belongs to the connection'],
  ['HOST', 'evil.test', 'names the receiver'],
  ['Expect', '100-continue', 'asks for an answer before the body'],
  ['authorization', 'x', 'the destination sets it from a secret'],
  ['X A', 'x', 'Expected a header name'],
  ['', 'x', 'Expected a header name'],
  ['X-A', 'a\r\nX-B: 1', '"X-A" has the character U+000D'],
  ['X-A', 'price 5 €', '"X-A" has the character U+20AC'],
  ['X-A', '🙂', '"X-A" has the character U+1F642'],
  ['X-A', '\u0000', '"X-A" has the character U+0000'],
  ['X-A', null, 'Expected text as the value of the header "X-A", got null'],
  ['X-A', ['a', 'b'], 'got a list'],
  ['X-A', {}, 'got an object'],
])('A request with the header %j of the value %j is refused in words.', (name, value, words) => {
  expect(() => sent({ [name]: value })).toThrow(words);
});

test('A request that sets one header twice, or headers that are no object, is refused in words.', () => {
  expect(() => sent({ 'X-A': '1', 'x-a': '2' })).toThrow('once, got "X-A" and "x-a"');
  expect(() => sent([['X-A', '1']])).toThrow('as an object, got a list');
  expect(() => sent('X-A: 1')).toThrow('as an object, got string');
});

test('A refusal of a header does not show its value.', () => {
  expect(() => sent({ 'X-A': 'hunter2\n' })).toThrow(/^(?!.*hunter2)/);
});

test.each(['CONNECT', 'trace', 'GET x', 'GET\r\nX: 1', '', {}])('The method %j is refused.', (method) => {
  expect(() => requestMethod(method)).toThrow('expected a method');
});

test('A method is sent in capitals, and is POST where nobody says another.', () => {
  expect(['patch', 'PROPFIND', undefined].map(requestMethod)).toEqual(['PATCH', 'PROPFIND', 'POST']);
});
