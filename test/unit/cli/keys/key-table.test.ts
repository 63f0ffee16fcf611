import { keyTable } from '../../../../src/cli/keys/key-table';
import type { ListedKey } from '../../../../src/operations/keys/list-keys';

const NOW = Date.UTC(2026, 10, 29, 12);
const VIEW = { now: NOW, width: 80, verbose: false, topics: false };

const keyAt = (chain: string, agoMs: number, more: Partial<ListedKey> = {}): ListedKey => ({
  ...{ workflowId: `bank/transfers/${chain}`, chain, key: chain, status: 'parked', waiting: 4 },
  head: { topic: 'transfers', partition: 2, leaderEpoch: 0, offset: '17' },
  since: new Date(NOW - agoMs).toISOString(),
  failure: { code: 'http-status', status: 422, destination: 'ledger', message: 'HTTP 422: no such account' },
  attempts: 1,
  ...more,
});

test('Keys stand in a table, the oldest first, with where, since when and why.', () => {
  expect(keyTable([keyAt('acc-07', 60_000), keyAt('acc-1', 3_600_000)], VIEW)).toEqual([
    'STATUS  KEY     RECORD  WAITING  SINCE  WHY',
    'parked  acc-1   2/17          4  1h     http-status:422 at ledger',
    'parked  acc-07  2/17          4  1m     http-status:422 at ledger',
  ]);
});

test('A key whose call may have had its effect says so before why it stands.', () => {
  const doubts = [{ step: 'pay', destination: 'ledger', since: NOW, cause: 'timeout' }] as const;
  expect(keyTable([keyAt('acc-07', 60_000, { doubts })], VIEW)[1]).toMatch(
    /1m +perhaps done, http-status:422 at ledger$/,
  );
});

test('The topic of a record is named where a route reads several.', () => {
  expect(keyTable([keyAt('acc-07', 0)], { ...VIEW, topics: true })[1]).toContain('transfers/2/17');
});

test('The message and the workflow stand on a line of their own, if they are asked for.', () => {
  const [, , details] = keyTable([keyAt('acc-07', 0)], { ...VIEW, verbose: true });
  expect(details).toMatch(
    /^ {2}at transfers\/2\/17, 4 waiting.*HTTP 422: no such account.*\[bank\/transfers\/acc-07\]$/,
  );
});

test('A key of which nothing is known but its workflow, and one that waits for its destination, have their words.', () => {
  const wait = { destination: 'api', reason: 'breaker-open' } as const;
  const waits = {
    workflowId: 'bank/transfers/b',
    chain: 'b',
    status: 'postponed',
    wait,
    since: '2026-11-29',
  } as ListedKey;
  const [, second, third] = keyTable([{ workflowId: 'bank/transfers/a', chain: 'a', status: 'unknown' }, waits], VIEW);
  expect(second).toMatch(/^postponed +b .*breaker-open at api$/);
  expect(third).toMatch(/^unknown +a +\?$/);
});

test('No key reaches the screen as it is, and no table is wider than the screen.', () => {
  const lines = keyTable([keyAt(`\u001b[2J${'k'.repeat(3_000)}`, 0)], VIEW);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  expect(lines.join('')).not.toContain('\u001b');
});

test('No keys are no table.', () => {
  expect(keyTable([], VIEW)).toEqual([]);
});
