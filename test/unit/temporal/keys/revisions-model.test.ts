// I12: no revision of a record is given twice, whatever operators do and however often its key is restarted from a
// history. The chains are real, and so is what a restart makes of a history.
import fc from 'fast-check';
import { defined } from '../../../../src/model/defined';
import { RevisedRecord } from './revised-record';
import { cases } from '../../../support/width';

/** What workflows of versions before knew of these rules. */
let knows = true;
jest.mock('@temporalio/workflow', () => ({ patched: (name: string) => knows || name === 'fresh-revisions' }));

type Step =
  'edit' | 'new-effect' | 'silent' | 'dead-letter' | 'redrive' | 'redrive-anew' | 'settle' | 'continue' | 'restart';

const ACTS: Readonly<Record<Step, (life: RevisedRecord) => void>> = {
  edit: (life) => {
    life.edit(true);
  },
  'new-effect': (life) => {
    life.newEffect(true);
  },
  silent: (life) => {
    life.newEffect(false);
  },
  'dead-letter': (life) => {
    life.deadLetter();
  },
  redrive: (life) => {
    life.redrive(false);
  },
  'redrive-anew': (life) => {
    life.redrive(true);
  },
  settle: (life) => {
    life.settle();
  },
  continue: (life) => {
    life.continueAsNew();
  },
  restart: (life) => {
    life.restart();
  },
};

const givenAfter = (steps: readonly Step[], replay?: number): readonly number[] => {
  const life = new RevisedRecord({ id: 's', topic: 't', ...defined({ replay }) });
  for (const step of steps) ACTS[step](life);
  return life.given;
};

const steps = (most: number) =>
  fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom<Step>('edit', 'new-effect', 'restart', 'dead-letter', 'redrive-anew') },
      { weight: 1, arbitrary: fc.constantFrom<Step>('silent', 'redrive', 'settle', 'continue') },
    ),
    { maxLength: most },
  );

afterEach(() => {
  knows = true;
});

test('I12: No revision of a record is given twice, whatever operators do in the lives of its key and of its letters.', () => {
  fc.assert(
    fc.property(steps(14), fc.constantFrom(undefined, 2), (all, replay) => {
      const given = givenAfter(all, replay);
      expect(given).toEqual(Array.from(new Set(given)));
    }),
    { numRuns: cases(2_000) },
  );
});

test('I12: A restart knows that older versions passed over unknown revisions with each command.', () => {
  const life = new RevisedRecord({ id: 's', topic: 't' });
  knows = false;
  for (const step of ['new-effect', 'restart', 'new-effect', 'new-effect', 'restart'] as const) ACTS[step](life);
  expect(life.given).toHaveLength(3);
  knows = true;
  ACTS.edit(life);
  expect(new Set(life.given).size).toBe(4);
});
