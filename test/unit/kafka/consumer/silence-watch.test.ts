import { SilenceWatch } from '../../../../src/kafka/consumer/silence-watch';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('The silence watch notices silence once it has lasted, and tells it once.', () => {
  const noticed = jest.fn();
  const watch = new SilenceWatch(10_000, noticed);
  jest.advanceTimersByTime(9_000);
  watch.heard();
  jest.advanceTimersByTime(9_999);
  expect(noticed).not.toHaveBeenCalled();
  jest.advanceTimersByTime(30_000);
  expect(noticed).toHaveBeenCalledTimes(1);
  watch.stop();
  expect(jest.getTimerCount()).toBe(0);
});

test('The silence watch does not take the suspension of its own process for silence.', () => {
  const noticed = jest.fn();
  const watch = new SilenceWatch(10_000, noticed);
  jest.setSystemTime(Date.now() + 3_600_000);
  jest.advanceTimersByTime(5_000);
  expect(noticed).not.toHaveBeenCalled();
  watch.stop();
});
