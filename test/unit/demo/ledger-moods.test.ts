import { LedgerMoods } from '../../../demo/ledger-moods';
import { Faults } from '../../../examples/transfer/src/faults';

test('Each key of the demo makes the ledger behave as the list of keys says, and another one changes nothing.', () => {
  const faults = new Faults();
  const moods = new LedgerMoods(faults);
  const behaviours = LedgerMoods.keys.map(([key]) => {
    expect(moods.press(key)).toBe(true);
    return [key, moods.words, { ...faults.settings }] as const;
  });
  expect(behaviours).toMatchObject([
    ['b', 'the ledger answers 503 to all', { failNext: 1_000_000, failStatus: 503, accounts: [], latencyMs: 0 }],
    ['r', 'the ledger refuses acc-01 and acc-02', { failStatus: 422, accounts: ['acc-01', 'acc-02'] }],
    ['s', 'the ledger takes 2 s a call', { latencyMs: 2_000, failNext: 0, accounts: [] }],
    ['f', 'the ledger works', { latencyMs: 0, failNext: 0 }],
  ]);
  expect(moods.press('x')).toBe(false);
  expect(moods.words).toBe('the ledger works');
});
