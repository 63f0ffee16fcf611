import { SlowKeys } from '../../../../src/activities/effects/slow-keys';

const keysAt = () => {
  let now = 0;
  const keys = new SlowKeys(() => now);
  const taking = (ms: number) => (): Promise<void> => {
    now += ms;
    return Promise.resolve();
  };
  /** Calls inside tasks, and by activities. */
  const inTasks = async (key: string, ...calls: readonly number[]): Promise<void> => {
    for (const ms of calls) await keys.inTask('w', key, taking(ms));
  };
  const byActivities = async (key: string, ...calls: readonly number[]): Promise<void> => {
    for (const ms of calls) await keys.byActivity('w', key, taking(ms));
  };
  return { keys, inTasks, byActivities };
};

const times = (count: number, ms: number): readonly number[] => Array.from({ length: count }, () => ms);

test('I10: A key whose call was slow inside a task is called for by activities until a run of those was quick.', async () => {
  const { keys, inTasks, byActivities } = keysAt();
  await inTasks('slow', 10, 151);
  await inTasks('quick', ...times(100, 150));
  expect([keys.has('w', 'slow'), keys.has('w', 'quick'), keys.has('other', 'slow')]).toEqual([true, false, false]);
  await byActivities('slow', ...times(7, 10), 151, ...times(7, 10));
  expect(keys.has('w', 'slow')).toBe(true);
  await byActivities('slow', 10);
  expect(keys.has('w', 'slow')).toBe(false);
});

test('I10: The more often a key was slow, the longer its run of quick calls must be.', async () => {
  const { keys, inTasks, byActivities } = keysAt();
  await inTasks('slow', 151);
  await byActivities('slow', ...times(8, 10));
  await inTasks('slow', ...times(5, 10), 151);
  await byActivities('slow', ...times(15, 10));
  expect(keys.has('w', 'slow')).toBe(true);
  await byActivities('slow', 10);
  expect(keys.has('w', 'slow')).toBe(false);
});

test('A key that is slow by activities alone, as with a backlog, is none of them.', async () => {
  const { keys, byActivities } = keysAt();
  await byActivities('backlog', 5_000);
  expect(keys.has('w', 'backlog')).toBe(false);
});

test('I10: Slow keys are forgotten, those that were met first, when there are too many.', async () => {
  const { keys, inTasks } = keysAt();
  for (let key = 0; key <= 10_000; key += 1) await inTasks(`key-${key}`, 151);
  expect([0, 1, 10_000].map((key) => keys.has('w', `key-${key}`))).toEqual([false, true, true]);
});

test('I10: A call that fails late is slow, too, and its failure is told.', async () => {
  const { keys, inTasks } = keysAt();
  await inTasks('other', 200);
  const failing = async (): Promise<never> => {
    await inTasks('other', 200);
    throw new Error('broken');
  };
  await expect(keys.inTask('w', 'slow', failing)).rejects.toThrow('broken');
  expect(keys.has('w', 'slow')).toBe(true);
});
