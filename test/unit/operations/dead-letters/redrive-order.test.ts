import type { UnknownOutcome } from '../../../../src/model/contract/unknown-outcome';
import { inSteps } from '../../../../src/operations/dead-letters/redrive-order';
import type { StoredLetter } from '../../../../src/operations/dead-letters/stored-letter';

const DOUBT: UnknownOutcome = { step: 's'.repeat(64), destination: 'd', since: 1, cause: 'timeout', request: 'r' };

const letter = (id: string, doubts = 0): StoredLetter =>
  ({ id, doubts: Array.from({ length: doubts }, () => DOUBT) }) as Partial<StoredLetter> as StoredLetter;

const letters = (chain: string, count: number, doubts = 0): readonly StoredLetter[] =>
  Array.from({ length: count }, (_, index) => letter(`${chain}${index}`, doubts));

test('The letters of a key are redriven together unless they are more than a workflow takes at once.', () => {
  const steps = inSteps([letters('a', 2), letters('b', 2), letters('c', 5)], 4);
  expect(steps.map((step) => step.map(({ id }) => id))).toEqual([
    ['a0', 'a1', 'b0', 'b1'],
    ['c0', 'c1', 'c2', 'c3'],
    ['c4'],
  ]);
});

test('I10: Letters that tell of many calls are redriven in steps that a workflow can carry.', () => {
  const steps = inSteps([letters('a', 250, 20)]);
  expect(steps.flat()).toHaveLength(250);
  expect(steps.length).toBeGreaterThan(3);
  for (const step of steps) expect(JSON.stringify(step).length).toBeLessThan(150_000);
});
