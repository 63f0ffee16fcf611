import type { BookingRequest } from '../../../../examples/transfer/src/booking-request';
import type { Effect } from '../../../../examples/transfer/src/effect';
import { Ledger } from '../../../../examples/transfer/src/ledger';

const request = (change: Partial<BookingRequest> = {}): BookingRequest => ({
  account: 'acc-07',
  amount: -1,
  run: 'r1',
  sequence: 1,
  transfer: 't1',
  idempotencyKey: 'k1',
  token: 10_001,
  ...change,
});

test('The ledger starts with 100 accounts and a total of 10,000.', () => {
  expect(new Ledger().summary()).toMatchObject({ accounts: 100, total: 10_000, effects: 0 });
});

test('The same idempotency key again gives the same answer and books nothing.', () => {
  const ledger = new Ledger();
  const first = ledger.book(request());
  const second = ledger.book(request());
  expect(first.kind).toBe('booked');
  expect(second).toEqual({ ...first, kind: 'replayed' });
  expect(ledger.account('acc-07')).toMatchObject({ balance: 99, transfers: 1 });
  expect(ledger.summary()).toMatchObject({ total: 9_999, calls: 2, effects: 1, duplicates: 1, repeated: 0 });
});

test('An idempotency key with another request is refused with 422.', () => {
  const ledger = new Ledger();
  ledger.book(request());
  expect(ledger.book(request({ amount: 1 }))).toMatchObject({ kind: 'refused', status: 422 });
  expect(ledger.book(request({ account: 'acc-08' }))).toMatchObject({ kind: 'refused', status: 422 });
  expect(ledger.summary()).toMatchObject({ effects: 1, duplicates: 0 });
});

test('A token lower than the last one of the account is refused with 409 and explained.', () => {
  const ledger = new Ledger();
  ledger.book(request({ token: 20_001, sequence: 2 }));
  const answer = ledger.book(request({ idempotencyKey: 'k2', token: 10_001 }));
  expect(answer).toMatchObject({ kind: 'refused', status: 409 });
  expect(answer).toHaveProperty('reason', expect.stringContaining('10001 is lower than 20001'));
  expect(ledger.summary()).toMatchObject({ effects: 1, stale: 1, total: 9_999 });
});

test('Tokens of one account say nothing about another.', () => {
  const ledger = new Ledger();
  ledger.book(request({ token: 20_001 }));
  expect(ledger.book(request({ account: 'acc-08', idempotencyKey: 'k2', token: 1 })).kind).toBe('booked');
});

test('A repeated call with an old token gets its answer: idempotency comes before staleness.', () => {
  const ledger = new Ledger();
  ledger.book(request());
  ledger.book(request({ idempotencyKey: 'k2', sequence: 2, token: 20_001 }));
  expect(ledger.book(request()).kind).toBe('replayed');
  expect(ledger.summary()).toMatchObject({ effects: 2, duplicates: 1, stale: 0 });
});

test('An unknown account is refused with 404.', () => {
  expect(new Ledger().book(request({ account: 'acc-100' }))).toMatchObject({ kind: 'refused', status: 404 });
});

test('A record booked under two idempotency keys counts as repeated, a late one as out of order.', () => {
  const ledger = new Ledger();
  ledger.book(request({ idempotencyKey: 'a', sequence: 1 }));
  ledger.book(request({ idempotencyKey: 'b', sequence: 3 }));
  ledger.book(request({ idempotencyKey: 'c', sequence: 3 }));
  ledger.book(request({ idempotencyKey: 'd', sequence: 2 }));
  expect(ledger.summary()).toMatchObject({ effects: 4, repeated: 1, outOfOrder: 1 });
});

test('The summary of a run counts that run only, and its sequences start anew.', () => {
  const ledger = new Ledger();
  ledger.book(request({ sequence: 2 }));
  ledger.book(request({ run: 'r2', idempotencyKey: 'k2', amount: 1 }));
  expect(ledger.summary('r2')).toMatchObject({ total: 10_000, effects: 1, amount: 1, outOfOrder: 0 });
  expect(ledger.summary('never')).toMatchObject({ effects: 0, total: 10_000 });
});

test('Effects given back to a new ledger bring back balances, keys, tokens and counts.', () => {
  const effects: Effect[] = [];
  const before = new Ledger({ journal: (effect) => effects.push(effect) });
  before.book(request());
  before.book(request({ account: 'acc-08', amount: 1, idempotencyKey: 'k2', transfer: 't1' }));
  const after = new Ledger();
  for (const effect of effects) after.restore(effect);
  expect(after.log(0, 10)).toEqual(before.log(0, 10));
  expect(after.account('acc-07')).toEqual(before.account('acc-07'));
  expect(after.book(request()).kind).toBe('replayed');
  expect(after.book(request({ idempotencyKey: 'k3', token: 1 }))).toMatchObject({ status: 409 });
});

test('A booking that cannot be written to the journal does not happen.', () => {
  const ledger = new Ledger({
    journal: () => {
      throw new Error('disk full');
    },
  });
  expect(() => ledger.book(request())).toThrow('disk full');
  expect(ledger.summary()).toMatchObject({ total: 10_000, effects: 0 });
});

test('The oldest idempotency keys are forgotten beyond the bound.', () => {
  const ledger = new Ledger({ rememberedKeys: 2 });
  for (const key of ['k1', 'k2', 'k3']) ledger.book(request({ idempotencyKey: key }));
  expect(ledger.book(request({ idempotencyKey: 'k3' })).kind).toBe('replayed');
  expect(ledger.book(request({ idempotencyKey: 'k1' })).kind).toBe('booked');
});

test('The log is bounded and says how much it has forgotten.', () => {
  const ledger = new Ledger({ loggedEffects: 3 });
  for (let sequence = 1; sequence <= 6; sequence += 1) {
    ledger.book(request({ sequence, idempotencyKey: `k${sequence}` }));
  }
  const page = ledger.log(0, 2);
  expect(page.effects.map(({ number }) => number)).toEqual([4, 5]);
  expect(page).toMatchObject({ next: 5, forgotten: 3 });
  expect(ledger.log(page.next, 10).effects.map(({ number }) => number)).toEqual([6]);
});
