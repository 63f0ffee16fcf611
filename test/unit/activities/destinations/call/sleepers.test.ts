import { Sleepers } from '../../../../../src/activities/destinations/call/sleepers';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const sleepersOf = (count: number): { sleepers: Sleepers; woken: string[] } => {
  const sleepers = new Sleepers();
  const woken: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const workflowId = String(index);
    sleepers.add({
      workflowId,
      wake: () => {
        woken.push(workflowId);
        return Promise.resolve();
      },
    });
  }
  return { sleepers, woken };
};

test('Workflows that wait for a destination are all woken once, a few at a time.', () => {
  const { sleepers, woken } = sleepersOf(300);
  sleepers.wakeAll();
  expect(woken).toHaveLength(10);
  jest.advanceTimersByTime(1_000);
  expect(woken).toHaveLength(110);
  jest.advanceTimersByTime(10_000);
  expect(new Set(woken).size).toBe(300);
  expect(woken).toHaveLength(300);
  expect(jest.getTimerCount()).toBe(0);
});

test('No more workflows are woken once the destination is not to be called again.', () => {
  const { sleepers, woken } = sleepersOf(300);
  sleepers.wakeAll();
  sleepers.keepAsleep();
  jest.advanceTimersByTime(10_000);
  expect(woken).toHaveLength(10);
});

test('A workflow that came back by itself is not woken, and one that waits twice is woken once.', () => {
  const { sleepers, woken } = sleepersOf(2);
  const wake = (): Promise<void> => Promise.resolve(void woken.push('again'));
  sleepers.remove({ workflowId: '0', wake });
  sleepers.add({ workflowId: '1', wake });
  sleepers.wakeAll();
  expect(woken).toEqual(['again']);
});

test('Workflows beyond those that can be remembered are told so.', () => {
  const { sleepers } = sleepersOf(10_000);
  const wake = (): Promise<void> => Promise.resolve();
  expect(sleepers.add({ workflowId: 'one more', wake })).toBe(false);
  expect(sleepers.add({ workflowId: '7', wake })).toBe(true);
});
