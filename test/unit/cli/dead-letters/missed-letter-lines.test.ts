import { missedLetterLines } from '../../../../src/cli/dead-letters/missed-letter-lines';
import type { LetterState } from '../../../../src/operations/dead-letters/stored-letter';

const counts = new Map<LetterState, number>([
  ['redriven', 3],
  ['dismissed', 1],
]);

test('A list without letters says what has become of those that would match otherwise.', () => {
  const asked = { route: 'orders', state: 'open', cause: 'http-status:410', destination: 'ledger' } as const;
  expect(missedLetterLines(asked, counts)).toEqual([
    '3 such letters are redriven:',
    '    sluice dead-letters list -r orders -s redriven --cause http-status:410 --destination ledger',
    '1 such letter is dismissed:',
    '    sluice dead-letters list -r orders -s dismissed --cause http-status:410 --destination ledger',
  ]);
  expect(missedLetterLines({ ...asked, state: 'all' }, counts)).toEqual([]);
});

test('A list for what keys wait for says that no letter is ever written for that, and what lists the keys.', () => {
  const asked = { route: 'orders', state: 'open', cause: 'breaker-open', destination: 'ledger' } as const;
  expect(missedLetterLines(asked, new Map())).toEqual([
    'No letter is ever written for breaker-open: its keys wait. This command lists them:',
    '    sluice keys list -r orders -s postponed --destination ledger --error breaker-open',
  ]);
});
