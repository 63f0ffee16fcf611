import { MAX_STEPS, positionToken } from '../../../../src/model/positions/position-token';

test('The position token grows from step to step and from record to record.', () => {
  expect(positionToken(1, 2)).toBeGreaterThan(positionToken(1, 1));
  expect(positionToken(2, 1)).toBeGreaterThan(positionToken(1, MAX_STEPS));
});

test('The position token of a position is for ever the same number.', () => {
  expect(positionToken(12, 3)).toBe(120_003);
});
