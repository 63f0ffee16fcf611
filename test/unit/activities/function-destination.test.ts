import type { DestinationCall } from '../../../src/activities/destination';
import { FunctionDestination } from '../../../src/activities/function-destination';

const RETRY = { initialMs: 1, factor: 2, maximumMs: 1, maxAttempts: 0 };

const call = (request: object, mustStop: () => boolean): DestinationCall => ({
  request,
  idempotencyKey: 'key',
  token: 1,
  answer: false,
  signal: new AbortController().signal,
  mustStop,
});

it('a call whose turn comes when none may be begun any more is not begun', async () => {
  const finish: (() => void)[] = [];
  const begin = jest.fn(() => new Promise<void>((resolve) => finish.push(resolve)));
  const destination = new FunctionDestination({
    kind: 'function',
    call: begin,
    timeoutMs: 10_000,
    concurrency: 1,
    retry: RETRY,
  });
  let draining = false;
  const first = destination.call(call({ path: '/1' }, () => draining));
  const second = destination.call(call({ path: '/2' }, () => draining));
  expect(destination.callsUnderWay).toBe(1);
  draining = true;
  finish.shift()?.();
  expect(await first).toEqual({ response: undefined });
  expect(await second).toBe('not-begun');
  expect(begin).toHaveBeenCalledTimes(1);
  expect(destination.callsUnderWay).toBe(0);
});

it('an answer too large for history fails for good: the same call would answer the same', async () => {
  const destination = new FunctionDestination({
    kind: 'function',
    call: () => Promise.resolve('x'.repeat(65_536)),
    timeoutMs: 10_000,
    concurrency: 1,
    retry: RETRY,
  });
  const result = await destination.call({ ...call({}, () => false), answer: true });
  expect(result).toMatchObject({ failure: { code: 'response-too-large', terminal: true } });
});
