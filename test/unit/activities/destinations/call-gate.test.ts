import { CallGate } from '../../../../src/activities/destinations/call-gate';
import type { CallResult } from '../../../../src/activities/destinations/destination';
import type { ResolvedBreaker } from '../../../../src/config/gateway/resolved';
import { destinationCall } from './destination-call';

const BREAKER: ResolvedBreaker = { failureRatio: 0.5, minimumCalls: 4, windowMs: 30_000, openForMs: 10_000, probes: 2 };
const DOWN: CallResult = { failure: { code: 'http-status', message: '503', status: 503, terminal: false } };
const UP: CallResult = { response: undefined };

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const gateWith = (breaker: ResolvedBreaker | undefined, perSecond?: number): CallGate =>
  new CallGate({
    concurrency: 100,
    rate: perSecond === undefined ? undefined : { perSecond, burst: 1 },
    breaker,
  });

const answers = async (gate: CallGate, result: CallResult, count = 1): Promise<CallResult[]> => {
  const all: CallResult[] = [];
  for (let call = 0; call < count; call += 1) {
    all.push(await gate.run(destinationCall(), () => Promise.resolve(result)));
  }
  return all;
};

test('A gate whose breaker is open makes no call and tells keys to come back when probes may begin.', async () => {
  const gate = gateWith(BREAKER);
  await answers(gate, DOWN, 4);
  const attempt = jest.fn(() => Promise.resolve(UP));
  const result = await gate.run(destinationCall(), attempt);
  expect(attempt).not.toHaveBeenCalled();
  const { wait } = result as { wait: { reason: string; forMs: number } };
  expect(wait.reason).toBe('breaker-open');
  expect(wait.forMs).toBeGreaterThan(10_000);
  expect(wait.forMs).toBeLessThan(11_100);
});

test('A probe that fails costs its record no attempt.', async () => {
  const gate = gateWith(BREAKER);
  await answers(gate, DOWN, 4);
  jest.advanceTimersByTime(10_000);
  expect(await answers(gate, DOWN)).toEqual([{ wait: expect.objectContaining({ reason: 'breaker-open' }) as object }]);
});

test('A gate whose breaker is open closes it by probes, and grows from few calls to all.', async () => {
  const gate = gateWith(BREAKER);
  await answers(gate, DOWN, 4);
  jest.advanceTimersByTime(10_000);
  await answers(gate, UP, 2);
  const finish: (() => void)[] = [];
  const calls = Array.from({ length: 10 }, () =>
    gate.run(
      destinationCall(),
      () =>
        new Promise((resolve) =>
          finish.push(() => {
            resolve(UP);
          }),
        ),
    ),
  );
  await jest.advanceTimersByTimeAsync(0);
  // Two places after the restart, and one for the probe that closed it.
  expect(finish).toHaveLength(3);
  finish.shift()?.();
  await jest.advanceTimersByTimeAsync(0);
  expect(finish).toHaveLength(4);
  while (finish.length > 0) {
    finish.shift()?.();
    await jest.advanceTimersByTimeAsync(0);
  }
  await Promise.all(calls);
  expect(gate.underWay).toBe(0);
});

test('A gate counts neither answers of a receiver that works nor calls that we stopped as failures.', async () => {
  const gate = gateWith(BREAKER);
  const busy: CallResult = { failure: { code: 'http-status', message: '429', status: 429, terminal: false } };
  const refused: CallResult = { failure: { code: 'http-status', message: '501', status: 501, terminal: true } };
  await answers(gate, busy, 20);
  await answers(gate, refused, 20);
  const signal = AbortSignal.abort();
  const network: CallResult = { failure: { code: 'network', message: 'aborted', terminal: false } };
  for (let call = 0; call < 40; call += 1) {
    await gate.run(destinationCall({ signal }), () => Promise.resolve(network));
  }
  expect(await answers(gate, UP)).toEqual([UP]);
});

test('A gate with a rate holds a call for a moment, and sends back what would wait longer.', async () => {
  const gate = gateWith(undefined, 2);
  const begun: string[] = [];
  const run = (name: string): Promise<CallResult> =>
    gate.run(destinationCall(), () => {
      begun.push(name);
      return Promise.resolve(UP);
    });
  const calls = ['a', 'b', 'c', 'd'].map(run);
  await jest.advanceTimersByTimeAsync(400);
  expect(begun).toEqual(['a']);
  await jest.advanceTimersByTimeAsync(600);
  expect(begun).toEqual(['a', 'b', 'c']);
  expect(await calls[3]).toEqual({ wait: { reason: 'rate-limited', forMs: 1_500 } });
});

test('A gate with a rate begins no call after its wait when none may be begun any more.', async () => {
  const gate = gateWith(undefined, 2);
  let stopped = false;
  const mustStop = (): boolean => stopped;
  await gate.run(destinationCall(), () => Promise.resolve(UP));
  const second = gate.run(destinationCall({ mustStop }), () => Promise.resolve(UP));
  stopped = true;
  await jest.advanceTimersByTimeAsync(500);
  expect(await second).toBe('not-begun');
});
