import type { CensusRow } from '../../../../src/operations/census/census';
import { censusSummary } from '../../../../src/operations/census/census-summary';

const row = (of: Partial<CensusRow>): CensusRow => ({ route: 'transfers', status: 'parked', keys: 1, ...of });

test('A summary adds routes up, puts what needs somebody first, and names the largest cause first.', () => {
  const at = { destination: 'ledger', status: 'parked' } as const;
  const groups = censusSummary({
    rows: [
      row({ status: 'postponed', destination: 'ledger', cause: 'breaker-open', keys: 100 }),
      row({ ...at, cause: 'http-status:422', keys: 20, since: 9 }),
      row({ ...at, cause: 'http-status:409', keys: 15 }),
      row({ ...at, route: 'orders', cause: 'http-status:409', keys: 15, since: 7 }),
      row({ status: 'held', keys: 2 }),
    ],
  });
  expect(groups).toEqual([
    {
      status: 'parked',
      destination: 'ledger',
      keys: 50,
      causes: [
        { cause: 'http-status:409', keys: 30, since: 7 },
        { cause: 'http-status:422', keys: 20, since: 9 },
      ],
    },
    { status: 'held', destination: undefined, keys: 2, causes: [{ cause: undefined, keys: 2, since: undefined }] },
    {
      status: 'postponed',
      destination: 'ledger',
      keys: 100,
      causes: [{ cause: 'breaker-open', keys: 100, since: undefined }],
    },
  ]);
});
