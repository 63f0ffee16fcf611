import { RetryAlarm } from '../../../../src/workflows/chain/retry-alarm';

interface Timer {
  readonly ms: number;
  fire(): void;
}
const timers: Timer[] = [];

jest.mock('@temporalio/workflow', () => {
  class Scope {
    private readonly cancelled: (() => void)[] = [];
    run(body: () => Promise<void>): Promise<void> {
      return Promise.race([
        body(),
        new Promise<void>((_resolve, reject) =>
          this.cancelled.push(() => {
            reject(new Error('cancelled'));
          }),
        ),
      ]);
    }
    cancel(): void {
      for (const cancel of this.cancelled) cancel();
    }
  }
  return {
    CancellationScope: Scope,
    patched: () => true,
    isCancellation: ({ message }: Error) => message === 'cancelled',
    sleep: (ms: number) => new Promise<void>((fire) => timers.push({ ms, fire })),
  };
});

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

const woken: string[] = [];
const waiters = new Map(['a', 'b', 'c'].map((name) => [name, { name }]));
let alarm: RetryAlarm;
const wait = (name: string, notBefore: number): void => {
  void alarm.wait(waiters.get(name) ?? {}, notBefore).then(() => woken.push(name));
};
beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(0);
  timers.length = 0;
  woken.length = 0;
  alarm = new RetryAlarm();
});
afterEach(() => jest.restoreAllMocks());

test('The alarm of a workflow has one timer for all that wait, and is set again for the next of them.', async () => {
  wait('a', 900);
  wait('b', 1_000);
  wait('c', 5_000);
  expect(timers.map(({ ms }) => ms)).toEqual([1_000]);
  timers[0]?.fire();
  await settle();
  expect(woken).toEqual(['a', 'b']);
  expect(timers.map(({ ms }) => ms)).toEqual([1_000, 5_000]);
});

test('The alarm of a workflow is set anew when one is due clearly earlier; the timer given up wakes nobody.', async () => {
  wait('a', 5_000);
  wait('b', 4_900);
  wait('c', 1_000);
  expect(timers.map(({ ms }) => ms)).toEqual([5_000, 1_000]);
  await settle();
  expect(woken).toEqual([]);
  timers[1]?.fire();
  await settle();
  expect(woken).toEqual(['c']);
});

test('The alarm of a workflow wakes one whose hold is lifted, and all when the run leaves.', async () => {
  wait('a', 5_000);
  wait('b', 5_000);
  alarm.wake(waiters.get('b') ?? {});
  await settle();
  expect(woken).toEqual(['b']);
  alarm.wakeAll();
  await settle();
  expect(woken).toEqual(['b', 'a']);
});

test('The alarm of a workflow wakes no more than 500 in one step of the workflow, and the rest in steps right after it.', async () => {
  let count = 0;
  for (let index = 0; index < 1_100; index += 1) void alarm.wait({}, 1_000).then(() => (count += 1));
  const counts: number[] = [];
  for (let step = 0; step < 3; step += 1) {
    jest.spyOn(Date, 'now').mockReturnValue(1_000 + step);
    timers[step]?.fire();
    await settle();
    counts.push(count);
  }
  expect(counts).toEqual([500, 1_000, 1_100]);
  expect(timers.map(({ ms }) => ms)).toEqual([1_000, 1, 1]);
});

test('The alarm of a workflow wakes one that waits for no time of its own at the time that it is given.', async () => {
  wait('a', Infinity);
  wait('b', 5_000);
  alarm.setTime(waiters.get('a') ?? {}, 1_000);
  alarm.setTime(waiters.get('c') ?? {}, 500);
  expect(timers.map(({ ms }) => ms)).toEqual([5_000, 1_000]);
  timers[1]?.fire();
  await settle();
  expect(woken).toEqual(['a']);
});
