import { Scouts } from '../../../../../src/activities/destinations/gate/scouts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const sent = async (scouts: Scouts, count: number): Promise<{ gone: number }> => {
  const seen = { gone: 0 };
  for (let call = 0; call < count; call += 1) {
    void Promise.resolve(scouts.pass()).then(() => {
      seen.gone += 1;
    });
  }
  await jest.advanceTimersByTimeAsync(0);
  return seen;
};

test('After a quiet time three calls go ahead, and all others follow a good answer.', async () => {
  const scouts = new Scouts();
  const seen = await sent(scouts, 100);
  expect(seen.gone).toBe(3);
  scouts.heard();
  scouts.back();
  await jest.advanceTimersByTimeAsync(0);
  expect(seen.gone).toBe(100);
  expect((await sent(scouts, 10)).gone).toBe(10);
});

test('A scout that comes back without a good answer sends the next one.', async () => {
  const scouts = new Scouts();
  const seen = await sent(scouts, 10);
  scouts.back();
  await jest.advanceTimersByTimeAsync(0);
  expect(seen.gone).toBe(4);
});

test('Calls wait no longer than a second for the answer of a slow destination.', async () => {
  const scouts = new Scouts();
  const seen = await sent(scouts, 10);
  await jest.advanceTimersByTimeAsync(999);
  expect(seen.gone).toBe(3);
  await jest.advanceTimersByTimeAsync(1);
  expect(seen.gone).toBe(10);
});

test('Calls that waited in vain leave nobody behind: each scout that comes back afterwards wakes one that waits.', async () => {
  const scouts = new Scouts();
  await sent(scouts, 5);
  await jest.advanceTimersByTimeAsync(1_000);
  for (let call = 0; call < 5; call += 1) scouts.back();
  const seen = await sent(scouts, 5);
  expect(seen.gone).toBe(3);
  scouts.back();
  scouts.back();
  await jest.advanceTimersByTimeAsync(0);
  expect(seen.gone).toBe(5);
});
