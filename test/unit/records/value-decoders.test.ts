import { valueDecoder, wireBytes } from '../../../src/records/value-decoders';

const [json, string, bytes] = [
  valueDecoder({ value: 'json', numbers: 'exact' }),
  valueDecoder({ value: 'string', numbers: 'exact' }),
  valueDecoder({ value: 'bytes', numbers: 'exact' }),
];

test.each([
  ['an object', '{"a":[1,null]}', { json: { a: [1, null] } }],
  ['the text null, which is no tombstone', 'null', { json: null }],
  [
    'a key that would reach into prototypes, as data',
    '{"__proto__":{"admin":true}}',
    { json: JSON.parse('{"__proto__":{"admin":true}}') as unknown },
  ],
])('The decoder json reads %s.', (_what, text, value) => {
  expect(json.decode(Buffer.from(text))).toEqual(value);
});

test.each([
  ['text that is not JSON', Buffer.from('{oops'), 'not JSON'],
  ['nothing at all', Buffer.alloc(0), 'not JSON'],
  ['bytes that are not UTF-8', Buffer.from([0xff, 0xfe]), 'not JSON'],
  ['a hundred thousand open brackets', Buffer.from('['.repeat(100_000)), 'nested deeper'],
])('The decoder json keeps %s, with the cause.', (_what, value, cause) => {
  expect(json.decode(value)).toEqual({
    undecodable: expect.stringContaining(cause) as string,
    base64: value.toString('base64'),
  });
});

test('The decoder json does not count brackets inside strings.', () => {
  const text = JSON.stringify({ a: `\\"${'['.repeat(1_000)}` });
  expect(json.decode(Buffer.from(text))).toEqual({ json: JSON.parse(text) as unknown });
});

test('The decoder string takes UTF-8 as it is, and keeps what is not.', () => {
  expect(string.decode(Buffer.from('\uFEFFhä'))).toEqual({ text: '\uFEFFhä' });
  expect(string.decode(Buffer.from([0xc3]))).toMatchObject({ base64: 'ww==' });
});

test('The decoder bytes takes any value as it is.', () => {
  expect(bytes.decode(Buffer.from([0, 255]))).toEqual({ base64: 'AP8=' });
});

test('Keys and headers are text where they can be.', () => {
  expect(wireBytes(Buffer.from('grün'))).toBe('grün');
  expect(wireBytes(Buffer.from([0x80]))).toEqual({ base64: 'gA==' });
});

test('JSON for a handler is refused, with field and digits, if JavaScript would make another number of it.', () => {
  const value = Buffer.from('{"order": [{"id": 9007199254740993}]}');
  expect(json.decode(value)).toEqual({
    undecodable: expect.stringContaining('"value.order.0.id" is 9007199254740993, which') as string,
    base64: value.toString('base64'),
  });
});

test.each([
  ['text', { json: { id: 9007199254740992 }, source: '{"id":9007199254740993}', numbers: 'text' }],
  ['bigint', { json: { id: 9007199254740992 }, source: '{"id":9007199254740993}', numbers: 'bigint' }],
  ['plain', { json: { id: 9007199254740992 }, source: '{"id":9007199254740993}' }],
] as const)('JSON is read with its own text, and with what its handler gets for numbers: %s.', (numbers, read) => {
  expect(valueDecoder({ value: 'json', numbers }).decode(Buffer.from('{"id":9007199254740993}'))).toEqual(read);
});

test('A byte order mark before JSON is passed over, and kept in its text.', () => {
  expect(json.decode(Buffer.from('\uFEFF{}'))).toEqual({ json: {}, source: '\uFEFF{}' });
  expect(json.decode(Buffer.from('\uFEFF\uFEFF{}'))).toHaveProperty('undecodable');
});
