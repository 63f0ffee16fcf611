import fc from 'fast-check';
import { AnswerPart } from '../../../../src/activities/polls/answer-part';

test.each([
  [{ '@odata.nextLink': 1 }, '@odata.nextLink', 1],
  [{ '@odata': { nextLink: 2 } }, '@odata.nextLink', 2],
  [{ '@odata.nextLink': 1, '@odata': { nextLink: 2 } }, '@odata.nextLink', 1],
  [{ meta: { '@odata.nextLink': 3 } }, 'meta.@odata.nextLink', 3],
  [{ 'a.b': { c: 4 } }, 'a.b.c', 4],
  [{ 'a.b': {}, a: { 'b.c': 5 } }, 'a.b.c', 5],
  [{ a: [{ b: 6 }] }, 'a.0.b', 6],
  [{}, 'constructor.name', undefined],
  ['text', 'length', undefined],
])('In %j, the field path %s leads to %j.', (value, path, found) => {
  for (const text of [JSON.stringify(value), JSON.stringify(value, undefined, 1)]) {
    expect(AnswerPart.ofText(text).at(path)?.value).toEqual(found);
  }
});

test.each([
  ['1700000000.123456789', '1700000000.123456789'],
  ['1700000000.123456712', '1700000000.123456712'],
  ['0.1', '0.1'],
  ['1.10', '1.1'],
  ['7.0', '7'],
  ['-0', '0'],
  ['0e5', '0'],
  ['1e21', '1e+21'],
  ['1e400', '1e400'],
  ['9007199254740992', '9007199254740992'],
  ['12e-1', '1.2'],
])('The number %s of an answer names an item as %s: no digit that tells two apart is lost.', (digits, plain) => {
  expect(AnswerPart.ofText(`{"n": ${digits}}`).at('n')?.plain).toBe(plain);
});

test('Numbers of an answer that are not the same number never get the same text, and those that JavaScript writes keep theirs.', () => {
  const digit = fc.integer({ min: 0, max: 9 }).map(String);
  const whole = fc.oneof(fc.constant('0'), fc.stringMatching(/^[1-9][0-9]{0,18}$/));
  const fraction = fc.array(digit, { minLength: 1, maxLength: 20 }).map((list) => list.join(''));
  const number = fc.tuple(whole, fraction).map(([before, after]) => `${before}.${after}`);
  const exactly = (text: string): string => text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
  const plain = (text: string): string | undefined => AnswerPart.ofText(`[ ${text}]`).at('0')?.plain;
  fc.assert(
    fc.property(number, digit, (one, last) => {
      const other = `${one.slice(0, -1)}${last}`;
      expect(plain(one) === plain(other)).toBe(exactly(one) === exactly(other));
    }),
    { numRuns: 1_000 },
  );
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) return;
      expect(plain(JSON.stringify(value))).toBe(String(value === 0 ? 0 : value));
    }),
    { numRuns: 1_000 },
  );
});
