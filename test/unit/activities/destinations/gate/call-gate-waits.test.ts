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

const gateOf = (): CallGate =>
  new CallGate({
    concurrency: 100,
    rate: undefined,
    breaker: BREAKER,
    retry: retry(),
    credentials: { refused: [401], doubted: [403] },
  });

const ask = (gate: CallGate, workflowId: string, result: CallResult, woken: string[] = []): Promise<CallResult> =>
  gate.run(
    destinationCall({ batch: {}, sleeper: { workflowId, wake: () => Promise.resolve(void woken.push(workflowId)) } }),
    () => Promise.resolve(result),
  );

const opened = async (): Promise<CallGate> => {
  const gate = gateOf();
  for (let call = 0; call < 4; call += 1) await ask(gate, 'first', DOWN);
  return gate;
};

test('A gate whose breaker is open tells each key since when, and how the last call failed.', async () => {
  const began = Date.now();
  const gate = await opened();
  jest.advanceTimersByTime(10_000);
  await ask(gate, 'probe', DOWN);
  expect(await ask(gate, 'other', UP)).toMatchObject({
    wait: { reason: 'breaker-open', message: '503', since: began },
  });
});

test('A gate wakes the workflows whose keys wait for it once its breaker closes, and lets them wait for long until then.', async () => {
  const gate = await opened();
  const woken: string[] = [];
  const waits: number[] = [];
  for (let key = 0; key < 50; key += 1) {
    waits.push(((await ask(gate, String(key), UP, woken)) as { wait: { forMs: number } }).wait.forMs);
  }
  expect(waits.filter((ms) => ms < 15_000).length).toBeLessThan(30);
  expect(Math.max(...waits)).toBeGreaterThan(18_000);
  jest.advanceTimersByTime(10_000);
  await ask(gate, '0', UP, woken);
  expect(woken).toEqual([]);
  await ask(gate, '1', UP, woken);
  jest.advanceTimersByTime(1_000);
  expect(new Set(woken)).toEqual(new Set(Array.from({ length: 48 }, (_, index) => String(index + 2))));
});
