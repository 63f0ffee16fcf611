import { keyText } from '../../../../src/operations/keys/key-text';

test.each([
  ['acc-07', 'acc-07'],
  ['a%1B%5B2J', '~a%1B%5B2J'],
  ['a%E2%80%8Bb', '~a%E2%80%8Bb'],
  [undefined, '(keys unknown)'],
])('The key of chain %j is shown as %s.', (chain, text) => {
  expect(keyText(chain)).toBe(text);
});
