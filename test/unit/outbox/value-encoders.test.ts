import { valueEncoders } from '../../../src/outbox/value-encoders';

const base64 = Buffer.from([0, 255]).toString('base64');

test.each([
  { format: 'json', value: { json: { a: 1 } }, bytes: '{"a":1}' },
  { format: 'json', value: { json: null }, bytes: 'null' },
  { format: 'json', value: { text: 'a' }, bytes: '"a"' },
  { format: 'string', value: { json: 'a' }, bytes: 'a' },
  { format: 'string', value: { text: 'a' }, bytes: 'a' },
  { format: 'bytes', value: { base64 }, bytes: '\u0000\u00ff' },
] as const)('The encoder $format writes $value as its bytes.', ({ format, value, bytes }) => {
  expect(valueEncoders[format].encode(value)?.toString('latin1')).toBe(bytes);
  expect(valueEncoders[format].encode({ tombstone: true })).toBeNull();
});

test.each([
  { format: 'json', value: { base64 }, message: "The encoder 'json' expected a JSON value, got bytes" },
  { format: 'string', value: { json: 1 }, message: "The encoder 'string' expected a string, got JSON (number)" },
  { format: 'bytes', value: { json: 'a' }, message: "The encoder 'bytes' expected bytes, got JSON (string)" },
] as const)('The encoder $format refuses $value in words.', ({ format, value, message }) => {
  expect(() => valueEncoders[format].encode(value)).toThrow(message);
});

test('Text that no bytes can hold is refused in words, and JSON holds it as an escape.', () => {
  const half = 'a\ud800';
  for (const value of [{ text: half }, { json: half }]) {
    expect(() => valueEncoders.string.encode(value)).toThrow('half of a surrogate pair');
    expect(valueEncoders.json.encode(value)?.toString()).toBe('"a\\ud800"');
  }
});
