import { AtOncePace } from '../../../../src/activities/effects/at-once-pace';

const paceAt = (): {
  pace: AtOncePace;
  pass: (ms: number) => void;
  call: (route: string, ms: number) => Promise<void>;
} => {
  let now = 0;
  const pace = new AtOncePace(16, () => now);
  const pass = (ms: number): void => {
    now += ms;
  };
  const call = (route: string, ms: number): Promise<void> =>
    pace.timed(route, () => {
      pass(ms);
      return Promise.resolve();
    });
  return { pace, pass, call };
};

test('A route goes on making its calls inside tasks while they are quick.', async () => {
  const { pace, call } = paceAt();
  for (let calls = 0; calls < 100; calls += 1) await call('quick', 150);
  expect(pace.admits('quick')).toBe(true);
});

test('I10: A route whose call was slow makes no other inside a task for a while, and longer each time, up to five minutes.', async () => {
  const { pace, pass, call } = paceAt();
  const pauses: number[] = [];
  for (let slow = 0; slow < 8; slow += 1) {
    await call('slow', 151);
    let paused = 0;
    for (; !pace.admits('slow'); paused += 1_000) pass(1_000);
    pauses.push(paused);
  }
  expect(pauses.map((ms) => ms / 1_000)).toEqual([5, 10, 20, 40, 80, 160, 300, 300]);
});

test('I10: A quick call does not make up for slow ones: only a run of them halves the pause, until all is forgotten.', async () => {
  const { pace, pass, call } = paceAt();
  const pauseAfterSlow = async (): Promise<number> => {
    await call('mixed', 151);
    const ms = pace.pauseMs('mixed');
    pass(ms);
    return ms / 1_000;
  };
  const quick = async (calls: number): Promise<void> => {
    for (let made = 0; made < calls; made += 1) await call('mixed', 10);
  };
  expect([await pauseAfterSlow(), await pauseAfterSlow()]).toEqual([5, 10]);
  await quick(31);
  expect(await pauseAfterSlow()).toBe(20);
  await quick(32);
  expect(await pauseAfterSlow()).toBe(20);
  await quick(32 * 3);
  expect(await pauseAfterSlow()).toBe(5);
});

test('I10: A slow route does not hinder another one.', async () => {
  const { pace, call } = paceAt();
  await call('slow', 1_000);
  expect([pace.admits('slow'), pace.admits('quick')]).toEqual([false, true]);
});

test('I10: Calls under way leave places for other tasks, and a call that throws gives its place back.', async () => {
  const { pace } = paceAt();
  const ends: (() => void)[] = [];
  const calls = Array.from({ length: 16 }, () =>
    pace.timed('route', () => new Promise<void>((resolve) => ends.push(resolve))),
  );
  expect(pace.admits('other')).toBe(false);
  for (const end of ends) end();
  await Promise.all(calls);
  await expect(pace.timed('route', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(pace.admits('other')).toBe(true);
});
