import { optionPath } from '../../../../src/config/checking/option-path';

test('A path reads like an expression, with brackets where a name is not a plain word.', () => {
  expect(optionPath(['routes', 'a-b', 'topics', 0])).toBe('routes.a-b.topics[0]');
  expect(optionPath(['routes', 'a\nb', 'lanes'])).toBe('routes["a\\nb"].lanes');
  expect(optionPath([])).toBe('');
});
