import fc from 'fast-check';
import { bodyText, holdsBytes } from '../../src/body-text';

const JSON_TYPE = 'application/json';

test.each([
  [JSON_TYPE, '7b7d', '{}'],
  [JSON_TYPE, 'efbbbf7b7d', '{}'],
  ['application/json; charset=iso-8859-1', 'efbbbf7b7d', '{}'],
  ['application/json; charset=iso-8859-1', '22e822', '"è"'],
  ['application/json; charset="ISO-8859-1"', '22e722', '"ç"'],
  ['text/plain;format=flowed;CHARSET=windows-1252', '80', '€'],
  ['text/xml; charset=shift_jis', '93fa967b', '日本'],
  ['application/json; charset=utf-16', 'fffe7b007d00', '{}'],
  ['application/json; charset=utf-16be', '007b007d', '{}'],
  ['text/plain; charset=utf-16', 'feff007b', '{'],
  ['text/plain; charset=utf-16', 'fffe7b00', '{'],
  ['text/plain; charset=utf-16', '7b00', '{'],
  ['text/plain', 'feff00e9', 'é'],
  [undefined, 'c3a9', 'é'],
  ['image/png; charset=nonsense', '7b7d', '{}'],
  ['application/json; charset=binary', '7b7d', '{}'],
  ["application/json; charset='utf-8'", '7b7d', '{}'],
  ["application/json; charset='ISO-8859-1'; a='b'", '22e722', '"ç"'],
])('A body of the type %s with the bytes %s is the text %s.', (type, hex, text) => {
  expect(bodyText(Buffer.from(hex, 'hex'), type)).toBe(text);
});

test.each([
  [JSON_TYPE, '22e822', 'is not valid text in utf-8'],
  ['text/csv', 'ff', 'is not valid text in utf-8'],
  [undefined, 'c3', 'is not valid text in utf-8'],
  ['application/octet-stream; charset=utf-8', '22e822', 'is not valid text in utf-8'],
  ['image/png', '89504e47', 'is not valid text in utf-8'],
  ['application/x-tar; charset=binary', 'ff01', 'is not valid text in utf-8'],
  ['application/octet-stream', 'fffe01', 'is not valid text in utf-8'],
  ...['x-ndjson', 'jsonl', 'x-jsonlines', 'json5', 'json-seq', 'vnd.api+json'].map(
    (subtype): [string, string, string] => [`application/${subtype}`, '22e822', 'is not valid text in utf-8'],
  ),
  ['application/json; charset=utf-7', '7b7d', 'is in the charset "utf-7", which Sluice does not know'],
  ['application/json; charset=binary', '22e822', 'is not valid text in utf-8'],
  ['text/plain; charset=nonsense', '7b7d', 'is in the charset "nonsense"'],
])('A body of the type %s with the bytes %s is refused in words: %s.', (type, hex, words) => {
  expect(() => bodyText(Buffer.from(hex, 'hex'), type)).toThrow(words);
});

test('Any text in UTF-8 is read as it was written, less one mark at its beginning.', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (text, marked) => {
      const plain = text.startsWith('\uFEFF') && !marked ? text.slice(1) : text;
      expect(bodyText(Buffer.from((marked ? '\uFEFF' : '') + text), JSON_TYPE)).toBe(plain);
    }),
  );
});

test.each([
  ['image/png', '89504e47'],
  ['image/png; charset=utf-8', '7b7d'],
  ['application/pdf', '7b7d'],
  ['application/octet-stream', 'ff'],
  ['application/octet-stream; charset=nonsense', 'ff'],
  ['application/x-tar', 'ff'],
  [undefined, 'ff'],
])('A body of the type %s with the bytes %s holds bytes and no text.', (type, hex) => {
  expect(holdsBytes(Buffer.from(hex, 'hex'), type)).toBe(true);
});

test.each([
  ['application/octet-stream; charset=iso-8859-1', 'ff'],
  ['application/octet-stream', '7b7d'],
  [undefined, 'fffe7b00'],
  [JSON_TYPE, 'ff'],
  ['text/plain', 'ff'],
  ['application/x-any; charset=utf-8', 'ff'],
])('A body of the type %s with the bytes %s holds text, or says so.', (type, hex) => {
  expect(holdsBytes(Buffer.from(hex, 'hex'), type)).toBe(false);
});
