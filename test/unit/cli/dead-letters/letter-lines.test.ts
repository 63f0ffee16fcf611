import { letterDocument, letterDetails, shownLetterText } from '../../../../src/cli/dead-letters/letter-lines';
import { letterTable } from '../../../../src/cli/dead-letters/letter-table';
import type { WholeLetter } from '../../../../src/operations/dead-letters/stored-letter';

const letter = {
  stream: { id: 'KeA7piLCbVDuzxBpKg1Lwc', topic: 'transfers' },
  position: { partition: 0, leaderEpoch: 0, offset: '17' },
  redrives: 0,
  id: 'id',
  gateway: 'bank',
  route: 'transfers',
  chain: 'acc-07',
  key: 'acc-07',
  at: { partition: 0, offset: 12n },
  state: 'open',
  cause: 'handler-refused',
  message: 'count -2',
  reason: 'bad-count\u001b',
  destination: undefined,
  attempts: 1,
  time: 0,
  timestamp: 0,
  revision: 0,
  size: 2,
  idempotencyKey: 'bank.KeA7piLCbVDuzxBpKg1Lwc.0.0.17.0.',
  doubts: [],
  gone: false,
  editOf: undefined,
  original: { offset: 17n, leaderEpoch: 0, key: null, value: Buffer.from('{}'), timestamp: 0, headers: [] },
} as unknown as WholeLetter;

test('The code of a handler that refused its record stands behind the cause of its letter.', () => {
  const cause = 'handler-refused (bad-count\\u001b): count -2';
  expect(letterDetails(letter)).toContain(cause);
  expect(shownLetterText(letter, 100)).toContain(`cause      ${cause}`);
  expect(letterDocument(letter)).toMatchObject({ cause: 'handler-refused', reason: 'bad-count\u001b' });
});

test('A letter names the effect of a call that failed, and none if no call failed.', () => {
  expect(shownLetterText(letter, 100)).not.toContain('effect');
  const idempotencyKey = `${letter.idempotencyKey}deliver`;
  expect(shownLetterText({ ...letter, idempotencyKey }, 100)).toContain(`effect     ${idempotencyKey}`);
});

test('A letter whose times no date can hold is shown like any other.', () => {
  const timeless = { ...letter, time: 2 ** 63, timestamp: 8_640_000_000_000_001 };
  expect(letterDetails(timeless)).toMatch(/failed attempts: 1, at an unknown time$/);
  expect(shownLetterText(timeless, 100)).toContain('open, written at an unknown time');
  expect(letterDocument(timeless)).toMatchObject({ time: null, timestamp: null });
});

test('Letters stand in a table with where, since when and why, and what is perhaps done comes first.', () => {
  const doubts = [{ step: 'pay', destination: 'ledger', since: 0, cause: 'timeout' }];
  const doubtful = { ...letter, cause: 'http-status', destination: 'ledger', reason: undefined, doubts };
  const view = { now: 3_600_000, width: 80, verbose: false, topics: true };
  expect(letterTable([letter, doubtful as unknown as WholeLetter], view)).toEqual([
    'LETTER  STATE  KEY     RECORD          SIZE     AGE  WHY',
    '0/12    open   acc-07  transfers/0/17  2 bytes  1h   handler-refused',
    '0/12    open   acc-07  transfers/0/17  2 bytes  1h   perhaps done, http-status …',
  ]);
  expect(letterTable([letter], { ...view, topics: false })[1]).toMatch(/^0\/12 +open +acc-07 +0\/17 /);
  const [, , details = ''] = letterTable([letter], { ...view, verbose: true });
  expect(details).toBe('  handler-refused (bad-count\\u001b): count -2, failed attempts: 1, 1970-01-01T00:00:00.000Z');
});
