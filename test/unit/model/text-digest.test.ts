import * as fc from 'fast-check';
import { textDigest } from '../../../src/model/text-digest';
import { cases } from '../../support/width';
import { anyText } from '../../support/any-text';

test('A digest of a text is stored in histories, and so never changes.', () => {
  expect(['', 'a', 'ab', '{"path":"/pay"}', 'é€'].map(textDigest)).toMatchInlineSnapshot(`
[
  "07h0j2b1hmumb5",
  "10ae7sx0ddf69x",
  "12fly6q1tsr7nu",
  "1d1viiu0swevz6",
  "0oea46a1rf6cu7",
]
`);
});

test('Two texts have two digests, also where they differ by one character.', () => {
  fc.assert(
    fc.property(anyText({ minLength: 1 }), fc.nat(), (text, at) => {
      const other = text.slice(0, at % text.length) + '~' + text.slice((at % text.length) + 1);
      expect(textDigest(other) === textDigest(text)).toBe(other === text);
    }),
    { numRuns: cases(100) },
  );
});
