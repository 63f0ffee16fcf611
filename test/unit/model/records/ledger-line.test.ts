import { ledgerLine, type LedgerOwner } from '../../../../src/model/records/ledger-line';

const owner: LedgerOwner = { gateway: 'bank', route: 'main', sentKey: (_destination, key) => key };
const entry = {
  chain: 'key-1',
  stream: { id: 'stream-1', topic: 'payments' },
  position: { partition: 2, leaderEpoch: 4, offset: '17' },
};

test('A ledger line of a failure for good says why, and where a lost worker may have called before.', () => {
  const line = ledgerLine(owner, { ...entry, facts: ['charge', 'api', 3, 0, 422, '', 'http-status', 1] });
  expect(line).toMatchObject({ result: 'failed', code: 'http-status', status: 422, attempts: 3, unseen: true });
  expect(line).not.toHaveProperty('digest');
});

test('I12: A ledger line of a failure says whether the effect may have happened all the same.', () => {
  const perhaps = ledgerLine(owner, { ...entry, facts: ['charge', 'api', 3, 0, 0, '', 'timeout', 0, 1] });
  expect(perhaps).toMatchObject({ result: 'failed', code: 'timeout', perhapsDone: true });
  expect(perhaps).not.toHaveProperty('unseen');
  const both = ledgerLine(owner, { ...entry, facts: ['charge', 'api', 3, 0, 0, '', 'timeout', 1, 1] });
  expect(both).toMatchObject({ unseen: true, perhapsDone: true });
  const surely = ledgerLine(owner, { ...entry, facts: ['charge', 'api', 1, 0, 422, '', 'http-status'] });
  expect(surely).not.toHaveProperty('perhapsDone');
});

test('I5: The idempotency key of a ledger line is that of the effect, with its revision and the epoch of a replay that repeats effects.', () => {
  const stream = { ...entry.stream, replay: 3, effects: 3 };
  const line = ledgerLine(owner, { ...entry, stream, revision: 1, facts: ['charge', 'api', 1, 0, 200, ''] });
  expect(line).toMatchObject({ idempotencyKey: 'bank.stream-1.2.4.17.3-1.charge', replay: 3, revision: 1 });
});

test('A key that is sent in another form stands beside the plain one.', () => {
  const line = ledgerLine({ ...owner, sentKey: () => 'uuid' }, { ...entry, facts: ['charge', 'api', 1, 0, 200, ''] });
  expect(line).toMatchObject({ idempotencyKey: 'bank.stream-1.2.4.17.0.charge', sentKey: 'uuid' });
});
