import type { EffectRequest } from '../../../../src/model/contract/effect-contract';
import { FunctionDestination } from '../../../../src/activities/destinations/function-destination';
import type { DestinationFunction } from '../../../../src/config/destination/destination-definition';
import { DestinationError } from '../../../../src/activities/destinations/call/destination-error';
import { destinationCall } from './destination-call';
import { retry } from '../retry';

const destination = (call: DestinationFunction, timeoutMs = 10_000): FunctionDestination =>
  new FunctionDestination({
    kind: 'function',
    call,
    timeoutMs,
    concurrency: 1,
    rate: undefined,
    breaker: undefined,
    retry: retry(),
    credentials: { refused: [401], doubted: [403] },
    onTerminal: undefined,
    idempotencyWindowMs: undefined,
  });

test('A queued call of a destination in code is not begun once the worker drains.', async () => {
  const finish: (() => void)[] = [];
  const begin = jest.fn(() => new Promise<void>((resolve) => finish.push(resolve)));
  const printer = destination(begin);
  let draining = false;
  const mustStop = (): boolean => draining;
  const first = printer.call(destinationCall({ request: { path: '/1' }, mustStop }));
  const second = printer.call(destinationCall({ request: { path: '/2' }, mustStop }));
  expect(printer.callsUnderWay).toBe(1);
  draining = true;
  finish.shift()?.();
  expect(await first).toEqual({ response: undefined });
  expect(await second).toBe('not-begun');
  expect(begin).toHaveBeenCalledTimes(1);
  expect(printer.callsUnderWay).toBe(0);
});

test('An answer too large for history fails for good, because the same call would answer the same.', async () => {
  const result = await destination(() => Promise.resolve('x'.repeat(65_536))).call(destinationCall({ answer: true }));
  expect(result).toMatchObject({ failure: { code: 'response-too-large', terminal: true } });
});

test('Bytes that a destination in code returns are bytes for its handler, and within its answer they are refused in words.', async () => {
  const answer = (given: unknown): ReturnType<FunctionDestination['call']> =>
    destination(() => Promise.resolve(given)).call(destinationCall({ answer: true }));
  for (const bytes of [new Uint8Array([0, 255]), Buffer.from([0, 255])]) {
    expect(await answer(bytes)).toMatchObject({ response: { data: null, base64: 'AP8=' } });
  }
  for (const [given, words] of [
    [{ photo: new Uint8Array([1]) }, 'its answer has bytes in photo, which JSON cannot hold'],
    [new Map([['a', 1]]), 'its answer has a Map, which JSON cannot hold'],
  ] as const) {
    expect(await answer(given)).toMatchObject({
      failure: { terminal: true, perhapsDone: true, message: expect.stringContaining(words) as string },
    });
  }
});

test('A call that does not answer in time is given up, and says so.', async () => {
  const result = await destination(() => new Promise(() => undefined), 5).call(destinationCall());
  expect(result).toMatchObject({ failure: { code: 'timeout', terminal: false } });
});

test.each<[string, unknown, object]>([
  ['a plain error, which is tried again', new Error('jam'), { message: 'jam', terminal: false }],
  ['a bug, which is not', new TypeError('x is not a function'), { terminal: true }],
  ['nothing of use', undefined, { message: 'undefined', terminal: false }],
  ['text', 'jam', { message: 'jam', terminal: false }],
  ['its own word that it is for good', new DestinationError('no', { retryable: false }), { terminal: true }],
  [
    'its own word that it is worth a retry, and when',
    new DestinationError('jam', { retryable: true, retryAfter: 3, code: 'paper-jam' }),
    { message: 'jam', terminal: false, retryAfterMs: 3_000, reason: 'paper-jam' },
  ],
  ['the error of an SDK: a status worth a retry', { message: 'busy', status: 503 }, { status: 503, terminal: false }],
  ['the error of an SDK: another status', { message: 'no', status: 404 }, { status: 404, terminal: true }],
  ['fields that are nothing like it', { message: 7, status: 'no', code: {}, retryAfter: -1 }, { terminal: false }],
])('A destination in code may throw %s.', async (_case, error, failure) => {
  const result = await destination(jest.fn().mockRejectedValue(error)).call(destinationCall());
  expect(result).toMatchObject({ failure: { code: 'destination-error', ...failure } });
});

test('What a destination in code throws is never longer than its failure may be.', async () => {
  const result = await destination(() => Promise.reject(new Error('x'.repeat(5_000)))).call(destinationCall());
  expect(JSON.stringify(result).length).toBeLessThan(1_000);
});

test('A destination in code may ask for patience until a date.', async () => {
  const retryAfter = new Date(Date.now() + 60_000);
  const result = await destination(() => Promise.reject(new DestinationError('later', { retryAfter }))).call(
    destinationCall(),
  );
  const { retryAfterMs = 0 } = (result as { failure: { retryAfterMs?: number } }).failure;
  expect(retryAfterMs).toBeGreaterThan(50_000);
  expect(retryAfterMs).toBeLessThanOrEqual(60_000);
});

test('I12: An answer in code that is no JSON cannot be kept, whatever it throws, and its effect may have happened.', async () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  const thrower = {
    toJSON: () => {
      throw new DestinationError('no', { retryable: false, status: 422 });
    },
  };
  const deep = JSON.parse('['.repeat(1_100) + ']'.repeat(1_100)) as unknown;
  for (const data of [10n, circle, thrower, deep]) {
    const result = await destination(() => Promise.resolve(data)).call(destinationCall({ answer: true }));
    expect(result).toMatchObject({ failure: { code: 'destination-error', terminal: true, perhapsDone: true } });
    expect(JSON.stringify(result)).toContain('The call succeeded, but its answer');
  }
});

test('An answer in code stands in history as JSON has it, once and for all.', async () => {
  let times = 0;
  const data = { at: new Date(0), none: undefined, toJSON: () => ({ times: (times += 1) }) };
  const result = await destination(() => Promise.resolve(data)).call(destinationCall({ answer: true }));
  expect(JSON.parse(JSON.stringify(result))).toMatchObject({ response: { data: { times: 1 } } });
  const nothing = await destination(() => Promise.resolve(() => 1)).call(destinationCall({ answer: true }));
  expect(nothing).toMatchObject({ response: { data: null } });
});

test('I12: A destination in code that changes its request is known by the request that it got.', async () => {
  const request = { path: '/a', data: { amount: 1 } };
  const changing = destination(({ request }) => {
    Object.assign((request as EffectRequest).data as object, { amount: 2 });
    return Promise.resolve();
  });
  const before = changing.requestDigest({ path: '/a', data: { amount: 1 } });
  await changing.call(destinationCall({ request }));
  expect(changing.requestDigest(request)).toBe(before);
});
