import { ReplyBudget } from '../../../../src/activities/effects/reply-budget';

test('A reply budget refuses what does not fit, and lets it in once room was released.', () => {
  const budget = new ReplyBudget(100);
  expect(budget.reserve(60)).toBe(true);
  expect(budget.reserve(60)).toBe(false);
  budget.release(50);
  expect(budget.reserve(60)).toBe(true);
});

test('A reply budget lets the first in whatever its size, so that nothing waits for ever.', () => {
  const budget = new ReplyBudget(100);
  expect(budget.reserve(500)).toBe(true);
  expect(budget.reserve(1)).toBe(false);
});
