import { assertTransactions } from '../../../src/outbox/check-transactions';

const speaks = (...apis: readonly number[]) =>
  Object.fromEntries(apis.map((api) => [api, { minVersion: 0, maxVersion: 1 }]));

test('Brokers without transactions are refused, not written to all the same.', () => {
  expect(() => {
    assertTransactions(speaks(0, 1, 3, 22));
  }).toThrow(/needs brokers with transactions.*these brokers lack the API 24, 25, 26, 28.*at-least-once/);
});

test('Brokers with transactions are not refused.', () => {
  expect(() => {
    assertTransactions(speaks(0, 1, 3, 22, 24, 25, 26, 28));
  }).not.toThrow();
});
