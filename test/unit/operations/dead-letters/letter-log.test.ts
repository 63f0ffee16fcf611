import { failedSo, type LetterFilter } from '../../../../src/operations/dead-letters/letter-log';

const letter = (cause: string, status: number | undefined, destination: string | undefined) => ({
  cause,
  status,
  destination,
});
const LETTERS = [
  letter('http-status', 410, 'ledger'),
  letter('http-status', 423, 'ledger'),
  letter('http-status', 423, 'mail'),
  // What comes from a receiver is a cause only within the range of statuses.
  letter('http-status', 600, 'ledger'),
  letter('undecodable', undefined, undefined),
];

const rows: readonly (readonly [LetterFilter, readonly number[]])[] = [
  [{}, [0, 1, 2, 3, 4]],
  [{ cause: 'http-status' }, [0, 1, 2, 3]],
  [{ cause: 'http-status:410' }, [0]],
  [{ cause: 'http-status:423' }, [1, 2]],
  [{ cause: 'http-status:423', destination: 'mail' }, [2]],
  [{ cause: 'http-status:423', exact: true }, []],
  [{ cause: 'http-status:423', destination: 'ledger', exact: true }, [1]],
  [{ cause: 'http-status', destination: 'ledger', exact: true }, [3]],
  [{ cause: 'undecodable', exact: true }, [4]],
  [{ cause: 'timeout' }, []],
];

test.each(rows)('The filter %j selects letters %j of five.', (filter, expected) => {
  const found = LETTERS.flatMap((one, at) => (failedSo(filter, one) ? [at] : []));
  expect(found).toEqual(expected);
});
