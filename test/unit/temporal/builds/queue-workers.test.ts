import { AtOnceWorkers } from '../../../../src/temporal/builds/at-once-workers';

const workersOf = (...answers: readonly (readonly string[] | Error)[]) => {
  const clock = { time: 0, now: () => clock.time };
  const left = [...answers];
  const names = jest.fn(() => {
    const answer = left.shift() ?? [];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
  const log = { info: jest.fn(), warn: jest.fn() };
  return { workers: new AtOnceWorkers(names, log, clock), clock, names, log };
};

test.each<[string, readonly string[], boolean]>([
  ['all workers know of calls inside tasks', ['1@a+at-once', '2@b+at-once'], true],
  ['one does not', ['1@a+at-once', '2@b'], false],
  ['there is none', [], false],
])(
  'I12: New runs may make calls in their first task if all workers know of that: %s.',
  async (_which, names, ready) => {
    const { workers } = workersOf(names);
    await workers.look();
    expect(workers.ready).toBe(ready);
  },
);

test('The server is asked again after ten seconds, and nobody waits for it.', async () => {
  const { workers, clock, names } = workersOf(['1@a+at-once'], ['1@a+at-once', '2@b']);
  await workers.look();
  clock.time = 9_999;
  expect([workers.ready, names.mock.calls.length]).toEqual([true, 1]);
  clock.time = 10_000;
  expect([workers.ready, names.mock.calls.length]).toEqual([true, 2]);
  await new Promise(setImmediate);
  expect(workers.ready).toBe(false);
});

test('As long as not all are known to know, the server is asked each second.', async () => {
  const { workers, clock, names } = workersOf([], ['1@a+at-once']);
  await workers.look();
  clock.time = 999;
  expect([workers.ready, names.mock.calls.length]).toEqual([false, 1]);
  clock.time = 1_000;
  expect([workers.ready, names.mock.calls.length]).toEqual([false, 2]);
  await new Promise(setImmediate);
  expect(workers.ready).toBe(true);
});

test('What the server has not said again for a minute counts no more.', async () => {
  const { workers, clock } = workersOf(['1@a+at-once'], new Error('away'), new Error('away'));
  await workers.look();
  clock.time = 59_999;
  expect(workers.ready).toBe(true);
  await new Promise(setImmediate);
  clock.time = 60_000;
  expect(workers.ready).toBe(false);
});

const denied = (): Error =>
  Object.assign(new Error('7 PERMISSION_DENIED: no'), { code: 7, details: 'no', metadata: {} });

test('That the server does not let the bridge see the workers is told once, and again if it has let it meanwhile.', async () => {
  const { workers, log } = workersOf(denied(), denied(), ['1@a+at-once'], denied());
  for (let look = 0; look < 2; look += 1) await workers.look();
  expect(log.warn.mock.calls).toEqual([[{ answer: 'no' }, expect.stringContaining('Allow DescribeTaskQueue')]]);
  for (let look = 0; look < 2; look += 1) await workers.look();
  expect(log.warn).toHaveBeenCalledTimes(2);
});

test('Older workers are told by name, once for as long as they are there.', async () => {
  const { workers, log } = workersOf(['1@a', '1@a', '2@b+at-once'], ['1@a'], ['2@b+at-once'], ['1@a']);
  for (let look = 0; look < 3; look += 1) await workers.look();
  expect(log.info.mock.calls).toEqual([[{ workers: ['1@a'] }, expect.stringContaining('older version')]]);
  await workers.look();
  expect(log.info).toHaveBeenCalledTimes(2);
});

test('Nothing is told of a queue without workers, nor of a server that cannot be reached: both are told elsewhere.', async () => {
  const { workers, log } = workersOf([], new Error('away'));
  for (let look = 0; look < 2; look += 1) await workers.look();
  expect([log.info.mock.calls, log.warn.mock.calls]).toEqual([[], []]);
});
