import { CallGate } from '../../../../../src/activities/destinations/gate/call-gate';
import type { CallResult } from '../../../../../src/activities/destinations/call/destination';
import type { ResolvedBreaker } from '../../../../../src/config/destination/resolved-destination';
import { destinationCall } from '../destination-call';
import { retry } from '../../retry';

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
    retry: retry(),
    credentials: { refused: [401], doubted: [403] },
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
  expect(await answers(gate, DOWN)).toMatchObject([{ wait: { reason: 'breaker-open' } }]);
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

const answered = (status: number): CallResult => ({
  failure: { code: 'http-status', message: `HTTP ${status}`, status, terminal: status < 429 },
});

test('A gate that is closed makes no call, uses up no attempt, and tells keys when to come back.', async () => {
  const gate = gateWith(undefined);
  const ask = (caller: string, result: CallResult): Promise<CallResult> =>
    gate.run(destinationCall({ caller, batch: {} }), attempt.mockResolvedValue(result));
  const attempt = jest.fn<Promise<CallResult>, []>();
  expect(await ask('a', answered(401))).toEqual({
    wait: { reason: 'credentials-refused', forMs: 500, message: 'HTTP 401', alone: true },
  });
  for (const caller of ['b', 'c', 'd']) {
    expect(await ask(caller, answered(401))).toMatchObject({ wait: { reason: 'credentials-refused' } });
  }
  expect(attempt).toHaveBeenCalledTimes(2);
  jest.advanceTimersByTime(500);
  expect(await ask('c', UP)).toEqual(UP);
  expect(await ask('d', UP)).toEqual(UP);
});

test('A gate that opens again lets the receiver have few calls at first.', async () => {
  const gate = gateWith(undefined);
  for (const caller of ['a', 'b']) await gate.run(destinationCall({ caller }), () => Promise.resolve(answered(429)));
  jest.advanceTimersByTime(500);
  await gate.run(destinationCall(), () => Promise.resolve(UP));
  const begun = jest.fn(() => new Promise<CallResult>(() => undefined));
  for (let key = 0; key < 50; key += 1) void gate.run(destinationCall({ caller: `key-${key}` }), begun);
  await jest.advanceTimersByTimeAsync(2_000);
  expect(begun.mock.calls.length).toBeLessThanOrEqual(4);
});

test('A gate sends no more than a few calls of a lane that meets a refusal after a quiet time.', async () => {
  const gate = gateWith(BREAKER);
  const attempt = jest.fn(() => Promise.resolve().then(() => answered(429)));
  const lane = Array.from({ length: 100 }, (_, key) =>
    gate.run(destinationCall({ caller: `key-${key}`, batch: {} }), attempt),
  );
  const results = await Promise.all(lane);
  expect(attempt.mock.calls.length).toBeLessThanOrEqual(4);
  expect(results.every((result) => result !== 'not-begun' && 'wait' in result)).toBe(true);
});

test('A call that was made and answered with a 5xx may have had its effect, although it is no attempt.', async () => {
  const gate = gateWith(undefined);
  const busy: CallResult = {
    failure: { code: 'http-status', message: 'HTTP 503', status: 503, terminal: false, retryAfterMs: 2_000 },
  };
  expect(await answers(gate, busy)).toEqual([
    { wait: { reason: 'overloaded', forMs: 2_000, message: 'HTTP 503', alone: true, unsure: true } },
  ]);
});

test('I12: A call that was made all the same tells how it failed, and a request that was sent twice may have been done.', async () => {
  const late: CallResult = {
    failure: {
      code: 'http-status',
      message: 'HTTP 504',
      status: 504,
      terminal: false,
      retryAfterMs: 1,
      perhapsDone: true,
    },
  };
  const twice = { ...(answered(429) as Extract<CallResult, { failure: unknown }>), resent: true } as const;
  for (const breaker of [undefined, BREAKER]) {
    expect(await answers(gateWith(breaker), late)).toMatchObject([
      { wait: { unsure: true }, probe: { status: 504, perhapsDone: true } },
    ]);
    expect(await answers(gateWith(breaker), twice)).toMatchObject([
      { wait: { unsure: true }, probe: { code: 'network', perhapsDone: true } },
    ]);
    const [plain] = await answers(gateWith(breaker), answered(429));
    expect(plain).toHaveProperty('wait');
    expect(plain).not.toHaveProperty('probe');
  }
});

test('I12: A call that closes the gate for all tells how it failed, too.', async () => {
  const gate = gateWith(undefined);
  const late: CallResult = {
    failure: {
      code: 'http-status',
      message: '504',
      status: 504,
      terminal: false,
      retryAfterMs: 1_000,
      perhapsDone: true,
    },
  };
  const results: CallResult[] = [];
  for (const caller of ['a', 'b', 'c']) {
    results.push(await gate.run(destinationCall({ caller }), () => Promise.resolve(late)));
  }
  expect(results).toMatchObject([{ probe: { status: 504 } }, { probe: { status: 504 } }, { wait: {} }]);
  expect(results[1]).not.toMatchObject({ wait: { alone: true } });
  expect(results[2]).not.toHaveProperty('probe');
});

test('I12: A probe of an open breaker tells how it failed, because it may have been done.', async () => {
  const gate = gateWith(BREAKER);
  await answers(gate, DOWN, 4);
  jest.advanceTimersByTime(10_000);
  const late: CallResult = { failure: { code: 'timeout', message: 'Late.', terminal: false, perhapsDone: true } };
  expect(await answers(gate, late)).toMatchObject([
    { wait: { reason: 'breaker-open', unsure: true }, probe: { code: 'timeout', perhapsDone: true } },
  ]);
});
