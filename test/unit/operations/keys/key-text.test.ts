import { keyText } from '../../../../src/operations/keys/key-text';

test.each([
  ['acc-07', 'acc-07', 'acc-07'],
  ['', '~empty', '(empty key)'],
  [null, '~null-p3', '(null key, ~null-p3)'],
  [{ base64: 'AP8=' }, '%00%FF', 'base64:AP8='],
  ['a\u001b[2J', 'a%1B%5B2J', 'a\\u001b[2J'],
  ['k'.repeat(2_000), 'k~1f', `${'k'.repeat(80)}...`],
  [undefined, 'acc-07', 'acc-07'],
  [undefined, undefined, '(keys unknown)'],
])('A key is shown as %j in chain %j: %s.', (key, chain, text) => {
  expect(keyText(key, chain)).toBe(text);
});
