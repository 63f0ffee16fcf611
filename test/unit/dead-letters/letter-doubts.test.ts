import { readDoubts, writtenDoubts } from '../../../src/dead-letters/letter-doubts';
import { fewDoubts } from '../../../src/model/doubts/unknown-outcomes';
import type { UnknownOutcome } from '../../../src/model/contract/unknown-outcome';

const DOUBT: UnknownOutcome = {
  step: 'pay',
  destination: 'bank',
  since: 1_000,
  cause: 'timeout',
  request: 'laydT0C4J7Wa04z-8Id8J_',
  sentAs: 'Wa04z-8Id8J_laydT0C4J7',
  revision: 1,
};

test('I12: What may have happened comes back from the header of a letter as it was written, digest and revision included.', () => {
  const lost: UnknownOutcome = { since: 5, cause: 'worker-lost' };
  expect(readDoubts(writtenDoubts([DOUBT, lost]))).toEqual([DOUBT, lost]);
  expect([writtenDoubts(), writtenDoubts([]), readDoubts('')]).toEqual(['', '', []]);
});

test('I12: Of more calls than a letter has room for, those beyond are one call that nobody can name, since the first of them.', () => {
  const many = Array.from({ length: 40 }, (_, index) => ({ ...DOUBT, step: `s${index}`, since: 1_000 - index }));
  const few = readDoubts(writtenDoubts(many));
  expect(few).toHaveLength(20);
  expect(few.slice(0, 19)).toEqual(many.slice(0, 19));
  expect(few[19]).toEqual({ since: 961, cause: 'timeout', revision: 1 });
  expect(fewDoubts(many.slice(0, 20))).toEqual(many.slice(0, 20));
});

test('Of a header that a stranger wrote, a letter takes what is in the form of a doubt, and a bounded number.', () => {
  const wrong = [null, 7, 'x', {}, { since: -1, cause: 'timeout' }, { since: 1 }, { since: 1e300, cause: 'timeout' }];
  expect(readDoubts(JSON.stringify([...wrong, { ...DOUBT, step: '\u001b[2J', extra: 1 }]))).toEqual([
    { destination: 'bank', since: 1_000, cause: 'timeout', request: DOUBT.request, sentAs: DOUBT.sentAs, revision: 1 },
  ]);
  expect(readDoubts(JSON.stringify(Array.from({ length: 99 }, () => DOUBT)))).toHaveLength(20);
  for (const text of ['{', '{}', 'null', '[[]]']) expect(readDoubts(text)).toEqual([]);
});
