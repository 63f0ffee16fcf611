import type { Census } from '../../../../src/operations/census/census';
import { CensusKeeper } from '../../../../src/operations/census/census-keeper';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const keeperOf = (takesMs = 0) => {
  let taken = 0;
  const take = async (): Promise<Census> => {
    taken += 1;
    const at = taken;
    await new Promise((resolve) => setTimeout(resolve, takesMs));
    return { at, complete: true, rows: [], running: new Map(), closed: new Map(), closedAgentHosts: new Map() };
  };
  return { keeper: new CensusKeeper(take, () => undefined), count: () => taken };
};

test('A census is kept fresh while somebody asks, and nobody counts once nobody asks.', async () => {
  const { keeper, count } = keeperOf();
  await jest.advanceTimersByTimeAsync(10_000);
  expect([keeper.current(), count()]).toEqual([undefined, 1]);
  await jest.advanceTimersByTimeAsync(2_500);
  expect([keeper.current()?.at, count()]).toEqual([3, 3]);
  await jest.advanceTimersByTimeAsync(600_000);
  const asleep = count();
  expect(asleep).toBeLessThan(75);
  await jest.advanceTimersByTimeAsync(600_000);
  expect(count()).toBe(asleep);
  keeper.current();
  await jest.advanceTimersByTimeAsync(100);
  expect(keeper.current()?.at).toBe(asleep + 1);
  keeper.close();
  await jest.advanceTimersByTimeAsync(10_000);
  expect(count()).toBe(asleep + 1);
});

test('A census that is taken within 3.5 s is replaced within 4.5 s; one that takes long is taken for less of the time.', async () => {
  for (const [takesMs, taken] of [
    [1_000, 30],
    [3_000, 15],
    [3_500, 14],
    [6_000, 5],
  ] as const) {
    const { keeper, count } = keeperOf(takesMs);
    for (let second = 0; second < 59; second += 1) {
      keeper.current();
      await jest.advanceTimersByTimeAsync(1_000);
    }
    expect([takesMs, count()]).toEqual([takesMs, taken]);
    keeper.close();
  }
});

test('A census that cannot be taken is told, and tried again.', async () => {
  const failed = jest.fn();
  const keeper = new CensusKeeper(() => Promise.reject(new Error('away')), failed);
  keeper.current();
  await jest.advanceTimersByTimeAsync(5_000);
  expect(failed.mock.calls.length).toBeGreaterThan(1);
  expect(keeper.current()).toBeUndefined();
  keeper.close();
});
