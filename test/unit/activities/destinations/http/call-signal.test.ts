import { CallSignal } from '../../../../../src/activities/destinations/http/call-signal';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const stops = (signal: CallSignal): { count: number } => {
  const told = { count: 0 };
  signal.addEventListener('abort', () => (told.count += 1));
  return told;
};

test('A call ends when its time is up, once, whatever its caller does then.', () => {
  const caller = new AbortController();
  const signal = new CallSignal(caller.signal, 50);
  const told = stops(signal);
  jest.advanceTimersByTime(49);
  expect([signal.aborted, told.count]).toEqual([false, 0]);
  jest.advanceTimersByTime(1);
  caller.abort();
  expect([signal.aborted, signal.late, told.count]).toEqual([true, true, 1]);
});

test('I6: A caller stops all its calls, and no one else’s, and none of them is late for it.', () => {
  const [caller, other] = [new AbortController(), new AbortController()];
  const signals = [1, 2, 3].map(() => new CallSignal(caller.signal, 50));
  const others = new CallSignal(other.signal, 50);
  const told = [...signals, others].map(stops);
  caller.abort();
  expect(told.map(({ count }) => count)).toEqual([1, 1, 1, 0]);
  expect(signals.map(({ aborted, late }) => [aborted, late])).toEqual(Array(3).fill([true, false]));
  expect(others.aborted).toBe(false);
});

test('I6: A call whose caller has stopped already has ended from the start.', () => {
  const signal = new CallSignal(AbortSignal.abort(), 50);
  expect([signal.aborted, signal.late]).toEqual([true, false]);
});

test('A call that was released is neither late nor stopped, and keeps no timer.', () => {
  const caller = new AbortController();
  const signal = new CallSignal(caller.signal, 50);
  const told = stops(signal);
  signal.release();
  expect(jest.getTimerCount()).toBe(0);
  caller.abort();
  expect([signal.aborted, signal.late, told.count]).toEqual([false, false, 0]);
});

test('A caller that has stopped listening to a signal is not called.', () => {
  const caller = new AbortController();
  const signal = new CallSignal(caller.signal, 50);
  const stop = jest.fn();
  signal.addEventListener('abort', stop);
  signal.removeEventListener('abort', stop);
  caller.abort();
  expect(stop).not.toHaveBeenCalled();
});
