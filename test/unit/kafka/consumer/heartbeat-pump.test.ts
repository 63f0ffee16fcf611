import { HeartbeatPump } from '../../../../src/kafka/consumer/heartbeat-pump';

const SESSION_MS = 9_000;
const INTERVAL_MS = 3_000;

const setUp = (heartbeat: () => Promise<void>) => {
  const beats: number[] = [];
  const losses: unknown[] = [];
  const start = Date.now();
  const group = {
    heartbeat: () => {
      beats.push(Date.now() - start);
      return heartbeat();
    },
  };
  const pump = new HeartbeatPump(group, INTERVAL_MS, SESSION_MS, (error) => losses.push(error));
  pump.start();
  return { pump, beats, losses };
};

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('A heartbeat pump beats twice an interval, and no more once it is stopped.', async () => {
  const { pump, beats, losses } = setUp(() => Promise.resolve());
  await jest.advanceTimersByTimeAsync(6_000);
  pump.stop();
  await jest.advanceTimersByTimeAsync(6_000);
  expect(beats).toEqual([1_500, 3_000, 4_500, 6_000]);
  expect(losses).toEqual([]);
  expect(jest.getTimerCount()).toBe(0);
});

test('A heartbeat pump keeps its pace when heartbeats fail, and reports a rebalance.', async () => {
  const rebalance = Object.assign(new Error('rebalance'), { type: 'REBALANCE_IN_PROGRESS' });
  const { pump, beats, losses } = setUp(() => Promise.reject(rebalance));
  await jest.advanceTimersByTimeAsync(3_000);
  pump.stop();
  expect(beats).toEqual([1_500, 3_000]);
  expect(losses).toEqual([rebalance, rebalance]);
});

test('A heartbeat pump bears with a broker that is away, until a whole session has passed.', async () => {
  const away = new Error('away');
  const { pump, losses } = setUp(() => Promise.reject(away));
  await jest.advanceTimersByTimeAsync(SESSION_MS);
  expect(losses).toEqual([]);
  await jest.advanceTimersByTimeAsync(INTERVAL_MS);
  pump.stop();
  expect(losses[0]).toBe(away);
});

test('A heartbeat pump reports nothing that comes after it was stopped.', async () => {
  let fail: (error: Error) => void = () => undefined;
  const { pump, losses } = setUp(
    () =>
      new Promise((_, reject) => {
        fail = reject;
      }),
  );
  await jest.advanceTimersByTimeAsync(1_500);
  pump.stop();
  fail(Object.assign(new Error('late'), { type: 'UNKNOWN_MEMBER_ID' }));
  await jest.advanceTimersByTimeAsync(6_000);
  expect(losses).toEqual([]);
  expect(jest.getTimerCount()).toBe(0);
});
