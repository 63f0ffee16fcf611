import { optionPath, shownValue } from '../../../../src/config/checking/problem';

test('The path of an option reads like an expression, with brackets where a name is not a plain word.', () => {
  expect(optionPath(['routes', 'a-b', 'topics', 0])).toBe('routes.a-b.topics[0]');
  expect(optionPath(['routes', 'a\nb', 'lanes'])).toBe('routes["a\\nb"].lanes');
  expect(optionPath([])).toBe('');
});

test.each([
  [undefined, 'nothing'],
  [null, 'null'],
  ['a"b', '"a\\"b"'],
  ['x'.repeat(100), `"${'x'.repeat(60)}..."`],
  [`https://me:${'p'.repeat(80)}@host`, '"https://***@host"'],
  ['\u001b[2J\u009b\u202e\n', '"\\u001b[2J\\u009b\\u202e\\n"'],
  [4, '4'],
  [[], 'an empty list'],
  [[1], 'a list'],
  [{}, 'an object'],
  [(): void => undefined, 'a function'],
])('A value is shown on one line, short and without control characters: %p.', (value, shown) => {
  expect(shownValue(value)).toBe(shown);
});
