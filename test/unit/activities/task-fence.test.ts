import { TaskFence } from '../../../src/activities/task-fence';
import { TASK_MARGIN_MS } from '../../../src/model/at-once';

const TASK_MS = 10_000;
const CALL_MS = 3_000;

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const fenceOf = (ageMs: number, ...enders: readonly AbortSignal[]): TaskFence =>
  new TaskFence({ startedId: 3, signals: 1, startedAt: Date.now() - ageMs, timeoutMs: TASK_MS }, CALL_MS, enders);

test('I6: The fence of a task lets a call begin as long as the call surely ends before the task does.', async () => {
  const fence = fenceOf(0);
  await jest.advanceTimersByTimeAsync(TASK_MS - TASK_MARGIN_MS - CALL_MS);
  expect(fence.late).toBe(false);
  await jest.advanceTimersByTimeAsync(1);
  expect([fence.late, fence.signal.aborted]).toEqual([true, false]);
  fence.close();
});

test('I6: A task that waited for its worker has less time, and none if the server may have given it away.', () => {
  expect([4_999, 5_001, 60_000].map((ageMs) => fenceOf(ageMs).late)).toEqual([false, true, true]);
  jest.clearAllTimers();
});

test('I6: A task that has not begun by the clock of the worker, which is behind, has no more time than one that begins now.', async () => {
  const fence = fenceOf(-4_000);
  await jest.advanceTimersByTimeAsync(TASK_MS - TASK_MARGIN_MS - CALL_MS);
  expect(fence.late).toBe(false);
  await jest.advanceTimersByTimeAsync(1);
  expect(fence.late).toBe(true);
  fence.close();
});

test('I6: The fence of a task stops the calls under way before the task ends.', async () => {
  const fence = fenceOf(2_000);
  await jest.advanceTimersByTimeAsync(TASK_MS - 2_000 - TASK_MARGIN_MS - 1);
  expect(fence.signal.aborted).toBe(false);
  await jest.advanceTimersByTimeAsync(1);
  expect(fence.signal.aborted).toBe(true);
  fence.close();
});

const CLOCKS = {
  wall: () => jest.spyOn(Date, 'now').mockReturnValue(Date.now() + TASK_MS),
  monotonic: () => jest.spyOn(performance, 'now').mockReturnValue(performance.now() + TASK_MS),
};

test.each(['wall', 'monotonic'] as const)(
  'I6: The fence of a task knows by its %s clock that its process was frozen.',
  (clock) => {
    const fence = fenceOf(0);
    CLOCKS[clock]();
    expect(fence.late).toBe(true);
    fence.close();
  },
);

test('I6: The fence of a task falls when its activity is cancelled or its worker closes, and leaves nothing behind.', () => {
  const [cancelled, closing] = [new AbortController(), new AbortController()];
  const fence = fenceOf(0, cancelled.signal, closing.signal);
  closing.abort();
  expect([fence.late, fence.signal.aborted]).toEqual([true, true]);
  fence.close();
  expect(jest.getTimerCount()).toBe(0);
  expect(fenceOf(0, closing.signal).late).toBe(true);
});
