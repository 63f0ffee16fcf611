import { parseDeadLetter } from '../../../../src/dead-letters/dead-letter';
import { letterHeaders } from '../../../../src/dead-letters/dead-letter-headers';
import { letterRevision } from '../../../../src/operations/dead-letters/letter-revision';
import { REFUSED_TRANSFER } from '../../dead-letters/refused-transfer';

const RECORD = { offset: 17n, leaderEpoch: 2, key: Buffer.from('k'), value: null, timestamp: 1, headers: [] };

const revisionAfter = (told: object): number | undefined => {
  const headers = letterHeaders({ ...REFUSED_TRANSFER, ...told }, RECORD, 2).map(
    ([name, value]) => [name, value === null ? null : Buffer.from(value)] as const,
  );
  const letter = parseDeadLetter({ ...RECORD, headers });
  return letter && letterRevision(letter);
};

test('I12: Another request of a letter gets a revision under which nothing was sent, also if a closed run had some that nobody knows.', () => {
  expect(revisionAfter({})).toBe(1);
  expect(revisionAfter({ revision: 3 })).toBe(4);
  expect(revisionAfter({ unknownRevisions: 2 })).toBe(3);
  expect(revisionAfter({ revision: 1, unknownRevisions: 2 })).toBe(4);
});
