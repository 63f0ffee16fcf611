import { AttemptFence } from '../../../src/activities/attempt-fence';

const TIMEOUT_MS = 1_000;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const open = (
  beat: () => Promise<void>,
  ageMs = 0,
  cancelled = new AbortController().signal,
  closing = new AbortController().signal,
): Promise<AttemptFence> => AttemptFence.open({ heartbeatTimeoutMs: TIMEOUT_MS, ageMs, beat, cancelled, closing });

test('I6: The fence of an attempt stands while heartbeats are confirmed.', async () => {
  const fence = await open(() => Promise.resolve());
  await jest.advanceTimersByTimeAsync(10 * TIMEOUT_MS);
  expect(fence.lost).toBe(false);
  fence.close();
});

test('I6: A fence stops the calls before the server may start the next attempt, when no heartbeat is confirmed.', async () => {
  const fence = await open(() => Promise.reject(new Error('no connection')));
  await jest.advanceTimersByTimeAsync(0.69 * TIMEOUT_MS);
  expect(fence.signal.aborted).toBe(false);
  await jest.advanceTimersByTimeAsync(0.1 * TIMEOUT_MS);
  expect(fence.signal.aborted).toBe(true);
  fence.close();
});

test('I6: A fence counts from when the confirmed heartbeat was sent, not from when its answer came.', async () => {
  const answerLate = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0.9 * TIMEOUT_MS));
  const fence = await open(answerLate);
  await jest.advanceTimersByTimeAsync(0.95 * TIMEOUT_MS);
  expect(fence.lost).toBe(true);
  fence.close();
});

test('I6: A fence knows without its timers that a frozen process is late.', async () => {
  const fence = await open(() => Promise.resolve());
  jest.setSystemTime(Date.now() + 10 * TIMEOUT_MS);
  jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 10 * TIMEOUT_MS);
  expect(fence.lost).toBe(true);
  fence.close();
});

test('I6: The fence of an old attempt asks the server first, and lets nothing begin when the server says no.', async () => {
  await expect(open(() => Promise.reject(new Error('not found')), 0.5 * TIMEOUT_MS)).rejects.toThrow('not found');
  expect(jest.getTimerCount()).toBe(0);
});

test('I6: A fence falls when its activity is cancelled.', async () => {
  const cancel = new AbortController();
  const fence = await open(() => Promise.resolve(), 0, cancel.signal);
  cancel.abort();
  expect(fence.lost).toBe(true);
  expect(fence.signal.aborted).toBe(true);
  fence.close();
});

test('I6: A fence stops the calls when the process closes, and is still there to answer what is settled.', async () => {
  const closing = new AbortController();
  const fence = await open(() => Promise.resolve(), 0, new AbortController().signal, closing.signal);
  closing.abort();
  expect(fence.signal.aborted).toBe(true);
  expect(fence.lost).toBe(false);
  fence.close();
});
