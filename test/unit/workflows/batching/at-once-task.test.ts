import { ApplicationFailure } from '@temporalio/common';
import type { AtOnceAnswer, LostTask } from '../../../../src/model/contract/at-once-contract';
import type { ChainOutcome, ChainWork } from '../../../../src/model/contract/effect-contract';
import { AtOnceTask, type AloneChain } from '../../../../src/workflows/batching/at-once-task';

const PLACE = { startedId: 9, startedAt: 1_000, timeoutMs: 10_000 };
const LOST: LostTask = { message: 'lost', againInMs: 4_000, unseen: 0 };
const DONE: readonly ChainOutcome[] = [{ chain: 'a', settled: 1 }];

beforeEach(() => jest.useFakeTimers({ now: 5_000 }));
afterEach(() => jest.useRealTimers());

const work = (chain: string, records = 1, value: object = { json: 1 }): ChainWork =>
  ({
    chain,
    attempts: 0,
    records: Array.from({ length: records }, (_none, offset) => ({
      ...{ stream: { id: 's', topic: 't' }, position: { partition: 0, leaderEpoch: 0, offset: String(offset) } },
      ...{ sequence: offset, record: { value } },
    })),
  }) as unknown as ChainWork;

const taskOf = (answer: () => Promise<AtOnceAnswer>) => {
  let signals = 0;
  const [lose, lost] = [jest.fn(), jest.fn()];
  const perform = jest.fn((works: readonly ChainWork[]) => answer().then((its) => ({ ...its, works })));
  const task = new AtOnceTask(PLACE, { perform, signals: () => signals, lost });
  /** The next signal brings the first record of a chain. */
  const add = (id: string): void => {
    signals += 1;
    task.add({ id, lose } satisfies AloneChain);
  };
  const more = (count: number): void => {
    signals += count;
  };
  const called = (): readonly string[] => perform.mock.calls[0]?.[0].map(({ chain }) => chain) ?? [];
  return { task, add, more, lose, called, perform };
};

const answering = (answer: Partial<AtOnceAnswer>) => taskOf(() => Promise.resolve({ outcomes: [], ...answer }));
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
};

test('One activity makes the calls of all chains of a task.', async () => {
  const { task, add, called, perform } = answering({ outcomes: [...DONE, { chain: 'b', settled: 1 }] });
  add('a');
  add('b');
  expect(await Promise.all([task.submit(work('a')), task.submit(work('b'))])).toMatchObject([
    { settled: 1 },
    { settled: 1 },
  ]);
  expect([called(), perform.mock.calls.length]).toEqual([['a', 'b'], 1]);
  expect([task.has('a'), task.pending, task.over]).toEqual([false, false, true]);
});

test.each<[string, ChainWork]>([
  ['more records than fit a task', work('a', 5)],
  ['records that have to be read back first', work('a', 1, { reference: {} })],
])('A chain with %s goes by an activity, but only once nothing is in doubt.', async (_which, its) => {
  const { task, add, called } = answering({});
  add('a');
  expect(await task.submit(its)).toBe('by-activity');
  expect(called()).toEqual([]);
  const lost = answering({ lost: LOST });
  lost.add('a');
  expect(await lost.task.submit(its)).toMatchObject({
    settled: 0,
    failure: { code: 'destination-error', retryInMs: 4_000 },
  });
});

test('A chain of which nothing was begun inside the task goes by an activity.', async () => {
  const { task, add } = answering({ outcomes: [{ chain: 'a', settled: 0 }] });
  add('a');
  expect(await task.submit(work('a'))).toBe('by-activity');
});

test('No more chains than fit a task are called for inside it.', async () => {
  const { task, add, called } = answering({});
  const ids = Array.from({ length: 12 }, (_none, index) => `c${index}`);
  ids.forEach(add);
  await Promise.all(ids.map((id) => task.submit(work(id))));
  expect(called()).toEqual(ids.slice(0, 8));
});

test('I12: After a lost task the attempt of each chain has failed as a whole, but for those that came later.', async () => {
  const { task, add } = answering({ lost: { ...LOST, unseen: 1 } });
  add('a');
  add('b');
  const [a, b] = await Promise.all([task.submit(work('a')), task.submit(work('b'))]);
  expect(a).toMatchObject({ settled: 0, failure: { code: 'destination-error', terminal: false, retryInMs: 4_000 } });
  // It names no destination: what failed is the attempt, so that the workflow takes all its calls to be in doubt.
  expect(a).not.toHaveProperty('failure.destination');
  expect(b).toBe('by-activity');
});

test('I12: Signals that brought nothing for the chain count as well.', async () => {
  const { task, add, more } = answering({ lost: { ...LOST, unseen: 1 } });
  add('a');
  more(1);
  expect(await task.submit(work('a'))).toMatchObject({ settled: 0 });
});

test('I12: An activity that failed may have made its calls.', async () => {
  const { task, add } = taskOf(() => Promise.reject(ApplicationFailure.create({ message: 'broken' })));
  add('a');
  expect(await task.submit(work('a'))).toMatchObject({ settled: 0, failure: { retryInMs: PLACE.timeoutMs } });
});

test('I12: A chain that was kept from its turn is told of a lost task all the same, and calls no earlier for it.', async () => {
  const { task, add, lose } = answering({ lost: LOST });
  add('paused');
  await settle();
  expect(lose).toHaveBeenCalledWith(expect.objectContaining({ code: 'destination-error' }), PLACE.startedAt);
  expect([task.pending, task.has('paused')]).toEqual([false, true]);
  jest.setSystemTime(6_000);
  expect(await task.submit(work('paused'))).toMatchObject({ failure: { retryInMs: 3_000 } });
  expect(task.over).toBe(true);
});

test('A chain that was kept from its turn in the first task goes by an activity later.', async () => {
  const { task, add, lose } = answering({});
  add('paused');
  await settle();
  expect([lose.mock.calls.length, task.over]).toEqual([0, true]);
});
