import { OutboxWriter } from '../../../src/outbox/outbox-writer';
import { FakeLog } from './fake-log';

const mockWaits: number[] = [];
jest.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => {
    mockWaits.push(ms);
    return Promise.resolve();
  },
}));

afterEach(() => {
  jest.restoreAllMocks();
});

/** What a writer waits where Kafka is away for its first `failures` attempts. */
const waitsOf = async (failures: number, chance: number): Promise<readonly number[]> => {
  jest.spyOn(Math, 'random').mockReturnValue(chance);
  mockWaits.length = 0;
  const log = new FakeLog();
  let sessions = 0;
  const open = (): ReturnType<FakeLog['open']> => {
    sessions += 1;
    return sessions <= failures ? Promise.reject(new Error('the broker is away')) : log.open();
  };
  const writer = new OutboxWriter({ generation: 5, signal: new AbortController().signal, open });
  await writer.begin();
  await writer.close();
  return [...mockWaits];
};

test('An outbox writer waits longer from failure to failure up to a bound, between half and all of it by chance.', async () => {
  const longest = [20, 40, 80, 160, 320, 640, 1_280, 2_000, 2_000];
  expect(await waitsOf(9, 1)).toEqual(longest);
  expect(await waitsOf(9, 0)).toEqual(longest.map((ms) => ms / 2));
  expect(await waitsOf(9, 0.5)).toEqual(longest.map((ms) => ms * 0.75));
});
