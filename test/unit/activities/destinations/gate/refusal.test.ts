import type { CallResult } from '../../../../../src/activities/destinations/call/destination';
import { refusalOf, type Refusal } from '../../../../../src/activities/destinations/gate/refusal';
import { retry } from '../../retry';

const CREDENTIALS = { refused: [401], doubted: [403] };

const answer = (status: number, retryAfterMs?: number): CallResult => ({
  failure: {
    code: 'http-status',
    message: `HTTP ${status}`,
    status,
    terminal: status < 500 && ![408, 425, 429].includes(status),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  },
});

const refusal = (result: CallResult, headers: Record<string, string> = {}): Refusal | undefined =>
  refusalOf(result, { headers }, retry(), CREDENTIALS);

test.each([
  [401, undefined, { reason: 'credentials-refused', sure: true }],
  [403, undefined, { reason: 'credentials-refused', sure: false }],
  [429, undefined, { reason: 'overloaded', sure: true, leastMs: 0 }],
  [429, 30_000, { reason: 'overloaded', sure: true, leastMs: 30_000 }],
  [503, 30_000, { reason: 'overloaded', leastMs: 30_000 }],
  [529, 1_000, { reason: 'overloaded', leastMs: 1_000 }],
  [429, 10 ** 12, { reason: 'overloaded', leastMs: 3_600_000 }],
] as const)('HTTP %d with a Retry-After of %p ms is meant for all.', (status, retryAfterMs, expected) => {
  expect(refusal(answer(status, retryAfterMs))).toMatchObject({ message: `HTTP ${status}`, ...expected });
});

test.each([
  [400, undefined],
  [404, 1_000],
  [409, 1_000],
  [422, undefined],
  [408, undefined],
  [500, undefined],
  [503, undefined],
] as const)('HTTP %d with a Retry-After of %p ms is about the record, or for the breaker.', (status, retryAfterMs) => {
  expect(refusal(answer(status, retryAfterMs))).toBeUndefined();
});

test('A status that the policy does not retry is the record’s, whatever it says.', () => {
  const given = { failure: { code: 'http-status', message: 'HTTP 429', status: 429, terminal: true } } as const;
  expect(refusal(given)).toBeUndefined();
});

test.each(['Authorization', 'authorization', 'Proxy-Authorization', 'Cookie', 'X-API-Key'])(
  'Credentials that a request brings itself in %s are the record’s matter.',
  (name) => {
    expect(refusal(answer(401), { [name]: 'own' })).toBeUndefined();
    expect(refusal(answer(429), { [name]: 'own' })).toBeDefined();
  },
);

test('A call without an answer does not count as a refusal at the gate.', () => {
  const network: CallResult = { failure: { code: 'network', message: 'gone', terminal: false } };
  for (const result of ['not-begun', { response: undefined }, network] as const) {
    expect(refusal(result)).toBeUndefined();
  }
});
