import type { CensusRow } from '../../../../src/operations/census/census';
import { KEY_FILTERS } from '../../../../src/operations/keys/key-filter';
import type { KeySelection } from '../../../../src/operations/keys/key-selection';
import { nearMisses } from '../../../../src/operations/keys/near-misses';
import { selects } from '../../../../src/operations/keys/row-filter';

const ROUTES = [{ name: 'orders' }];
const row = (status: CensusRow['status'], keys: number, more: Partial<CensusRow> = {}): CensusRow => ({
  ...{ route: 'orders', status, keys },
  ...more,
});
const ROWS = [
  row('postponed', 30, { destination: 'ledger', cause: 'credentials-refused' }),
  row('parked', 2, { destination: 'mail', cause: 'http-status:410' }),
  row('parked', 1, { destination: 'ledger', cause: 'http-status:423' }),
  row('retrying', 4, { destination: 'ledger', cause: 'timeout' }),
  row('parked', 9, { route: 'other', destination: 'ledger', cause: 'undecodable' }),
  row('parked', 5, { destination: 'ledger', cause: 'unknown' }),
];

const near = (selection: KeySelection, rows: readonly CensusRow[] = ROWS) => {
  const { status, ...filters } = selection;
  return nearMisses({ rows }, ROUTES, [status], filters).map(({ selection: found, keys }) => ({ ...found, keys }));
};

test.each([
  [
    { status: 'parked', error: 'credentials-refused' },
    [{ status: 'postponed', error: 'credentials-refused', keys: 30 }],
  ],
  [{ status: 'postponed', error: 'timeout' }, [{ status: 'retrying', error: 'timeout', keys: 4 }]],
  [
    { status: 'parked', error: 'http-status:410', destination: 'ledger' },
    [{ status: 'parked', destination: 'mail', error: 'http-status:410', keys: 2 }],
  ],
  [
    { status: 'parked', error: 'network', destination: 'ledger' },
    [{ status: 'parked', destination: 'ledger', error: 'http-status:423', keys: 1 }],
  ],
  [{ status: 'held', error: 'timeout' }, [{ status: 'retrying', error: 'timeout', keys: 4 }]],
  [{ status: 'paused', error: 'undecodable' }, []],
] as const)('Beside the keys that %j selects, there are %j.', (selection, expected) => {
  expect(near(selection)).toEqual(expected);
});

test.each([
  [{ status: 'held', destination: 'ledger' }, { status: 'held' }],
  [
    { status: 'parked', error: 'breaker-open' },
    { status: 'postponed', error: 'breaker-open' },
  ],
  [
    { status: 'postponed', error: 'rate-limited' },
    { status: 'all', error: 'rate-limited' },
  ],
  [
    { status: 'all', error: 'rate-limited', destination: 'ledger' },
    { status: 'all', error: 'rate-limited' },
  ],
] as const)('No key can ever be as %j selects, and %j would find such keys.', (selection, instead) => {
  expect(near(selection, [])).toEqual([{ ...instead, keys: 0 }]);
});

test('Each selection that is suggested finds as many keys as it says.', () => {
  const causes = [undefined, ...new Set(ROWS.flatMap(({ cause = '' }) => [cause, cause.split(':')[0] ?? '']))];
  for (const status of KEY_FILTERS) {
    for (const error of causes) {
      for (const destination of [undefined, 'ledger', 'mail']) {
        const asked = { status, ...(error && { error }), ...(destination && { destination }) };
        for (const { keys, ...found } of near(asked)) {
          const rows = ROWS.filter((one) => one.route === 'orders' && selects(found, one));
          const standing = rows.filter(
            (one) => [one.status, 'all'].includes(found.status) || found.status === 'retrying',
          );
          expect(standing.reduce((sum, one) => sum + one.keys, 0)).toBeGreaterThanOrEqual(keys);
        }
      }
    }
  }
});
