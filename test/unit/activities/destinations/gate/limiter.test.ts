import { Limiter } from '../../../../../src/activities/destinations/gate/limiter';

const hold = (limiter: Limiter, ended: string[], name: string): (() => void) => {
  let release = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    release = resolve;
  });
  void limiter.run(async () => {
    ended.push(`${name} begun`);
    await done;
  });
  return release;
};

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('A limiter lets no more calls run than its limit, and the others in the order in which they came.', async () => {
  const limiter = new Limiter(1);
  const seen: string[] = [];
  const [a, b] = [hold(limiter, seen, 'a'), hold(limiter, seen, 'b'), hold(limiter, seen, 'c')];
  expect(seen).toEqual(['a begun']);
  a();
  await settled();
  expect(seen).toEqual(['a begun', 'b begun']);
  b();
  await settled();
  expect(seen).toEqual(['a begun', 'b begun', 'c begun']);
  expect(limiter.taken).toBe(1);
});

test('A limiter begins with few calls again after a restart, adds one for each success, and never passes its limit.', async () => {
  const limiter = new Limiter(3);
  const seen: string[] = [];
  limiter.restart(1);
  const releases = ['a', 'b', 'c', 'd', 'e'].map((name) => hold(limiter, seen, name));
  expect(limiter.taken).toBe(1);
  limiter.grow();
  expect(limiter.taken).toBe(2);
  limiter.grow();
  limiter.grow();
  limiter.grow();
  expect(limiter.taken).toBe(3);
  for (const release of releases) release();
  await settled();
  expect(limiter.taken).toBe(0);
  expect(seen).toHaveLength(5);
});
