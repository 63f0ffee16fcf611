import { Faults } from '../../../../examples/transfer/src/faults';

test('The ledger has no faults until somebody asks for them.', () => {
  const faults = new Faults();
  expect(faults.next('acc-01')).toBe('none');
  expect(faults.latencyOf('acc-01')).toBe(0);
});

test('Counted faults come in turn and end by themselves.', () => {
  const faults = new Faults();
  expect(faults.set({ failNext: 1, hangUpNext: 1, hangUpAfterEffectNext: 1 })).toEqual([]);
  const met = Array.from({ length: 4 }, () => faults.next('acc-01'));
  expect(met).toEqual(['fail', 'hang-up', 'hang-up-after-effect', 'none']);
});

test('A rate of faults fails that share of calls.', () => {
  const faults = new Faults(() => 0.3);
  faults.set({ failRate: 0.2 });
  expect(faults.next('acc-01')).toBe('none');
  faults.set({ failRate: 0.4 });
  expect(faults.next('acc-01')).toBe('fail');
});

test('Faults for some accounts leave the others alone.', () => {
  const faults = new Faults();
  faults.set({ latencyMs: 100, failNext: 1, accounts: ['acc-01'] });
  expect([faults.latencyOf('acc-02'), faults.next('acc-02')]).toEqual([0, 'none']);
  expect([faults.latencyOf('acc-01'), faults.next('acc-01')]).toEqual([100, 'fail']);
});

test('A setting of faults leaves the others as they were, and reset ends all.', () => {
  const faults = new Faults();
  faults.set({ latencyMs: 5 });
  faults.set({ failStatus: 429, retryAfterSeconds: 2 });
  expect(faults.settings).toMatchObject({ latencyMs: 5, failStatus: 429, retryAfterSeconds: 2 });
  faults.reset();
  expect(faults.settings).toMatchObject({ latencyMs: 0, failStatus: 503, retryAfterSeconds: 0 });
});

test.each([
  [[], 'object'],
  [{ failNext: -1 }, 'failNext'],
  [{ failNext: 1.5 }, 'failNext'],
  [{ failStatus: 200 }, 'failStatus'],
  [{ failRate: 2 }, 'failRate'],
  [{ latencyMs: '5' }, 'latencyMs'],
  [{ accounts: [1] }, 'accounts'],
  [{ toString: 1 }, 'unknown'],
])('The setting %j of faults is refused with a reason and changes nothing.', (change, word) => {
  const faults = new Faults();
  expect(faults.set(change).join()).toContain(word);
  expect(faults.next('acc-01')).toBe('none');
});
