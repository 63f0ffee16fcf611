import { RecordSteps } from '../../../../src/workflows/handler/record-steps';

test('The steps of a record that have no name are numbered in the order they are taken.', () => {
  const steps = new RecordSteps();
  expect([steps.claim(undefined), steps.claim('ask'), steps.claim(undefined)]).toEqual([
    { name: '1', index: 1 },
    { name: 'ask', index: 2 },
    { name: '3', index: 3 },
  ]);
});

test.each([
  { what: 'a name that is used twice', take: (steps: RecordSteps) => [steps.claim('a'), steps.claim('a')] },
  { what: 'a name with other characters', take: (steps: RecordSteps) => steps.claim('a b') },
  { what: 'an empty name', take: (steps: RecordSteps) => steps.claim('') },
  { what: 'a request that is too large', take: (steps: RecordSteps) => steps.claim('a', 512 * 1024 + 1) },
  {
    what: 'requests that are too large together',
    take: (steps: RecordSteps) => ['a', 'b', 'c'].map((name) => steps.claim(name, 400 * 1024)),
  },
])('The steps of a record refuse $what in words.', ({ take }) => {
  expect(() => take(new RecordSteps())).toThrow(Error);
});
