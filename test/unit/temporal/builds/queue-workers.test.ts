import { QueueWorkers } from '../../../../src/temporal/builds/queue-workers';

type Answer = readonly (string | { readonly name: string; readonly build?: string })[] | Error;

const workersOf = (...answers: readonly Answer[]) => {
  const clock = { time: 0, now: () => clock.time };
  const left = [...answers];
  const names = jest.fn(() => {
    const answer = left.shift() ?? [];
    if (answer instanceof Error) return Promise.reject(answer);
    return Promise.resolve(answer.map((worker) => (typeof worker === 'string' ? { name: worker } : worker)));
  });
  const log = { info: jest.fn(), warn: jest.fn() };
  return { workers: new QueueWorkers(names, log, clock), clock, names, log };
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
    expect(workers.knowAtOnce).toBe(ready);
  },
);

test('The server is asked again after ten seconds, and nobody waits for it.', async () => {
  const { workers, clock, names } = workersOf(['1@a+at-once'], ['1@a+at-once', '2@b']);
  await workers.look();
  clock.time = 9_999;
  expect([workers.knowAtOnce, names.mock.calls.length]).toEqual([true, 1]);
  clock.time = 10_000;
  expect([workers.knowAtOnce, names.mock.calls.length]).toEqual([true, 2]);
  await new Promise(setImmediate);
  expect(workers.knowAtOnce).toBe(false);
});

test('As long as not all are known to know, the server is asked each second.', async () => {
  const { workers, clock, names } = workersOf([], ['1@a+at-once']);
  await workers.look();
  clock.time = 999;
  expect([workers.knowAtOnce, names.mock.calls.length]).toEqual([false, 1]);
  clock.time = 1_000;
  expect([workers.knowAtOnce, names.mock.calls.length]).toEqual([false, 2]);
  await new Promise(setImmediate);
  expect(workers.knowAtOnce).toBe(true);
});

test('What the server has not said again for a minute counts no more.', async () => {
  const { workers, clock } = workersOf(['1@a+at-once'], new Error('away'), new Error('away'));
  await workers.look();
  clock.time = 59_999;
  expect(workers.knowAtOnce).toBe(true);
  await new Promise(setImmediate);
  clock.time = 60_000;
  expect(workers.knowAtOnce).toBe(false);
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

const ONE = { name: '1@a+at-once', build: 'one' };

test.each<[string, Answer, string | undefined]>([
  ['all have the same', [ONE, { name: '2@b+at-once', build: 'one' }], 'one'],
  ['an older worker has it, too', [ONE, { name: '2@b', build: 'one' }], 'one'],
  ['one has another', [ONE, { name: '2@b+at-once', build: 'two' }], undefined],
  ['one tells none, as the server assigns it', [ONE, { name: '2@b+at-once' }], undefined],
  ['none tells any', ['1@a+at-once', '2@b+at-once'], undefined],
  ['there is none', [], undefined],
])('The build of a queue is that of all its workers: %s.', async (_which, answer, build) => {
  const { workers } = workersOf(answer);
  await workers.look();
  expect(workers.build).toBe(build);
});

test('The build is looked for again like all else, and what is a minute old counts no more.', async () => {
  const { workers, clock, names } = workersOf([ONE], [{ ...ONE, build: 'two' }], new Error('away'));
  await workers.look();
  clock.time = 10_000;
  expect([workers.build, names.mock.calls.length]).toEqual(['one', 2]);
  await new Promise(setImmediate);
  clock.time = 20_000;
  expect(workers.build).toBe('two');
  await new Promise(setImmediate);
  clock.time = 70_000;
  expect(workers.build).toBeUndefined();
});
