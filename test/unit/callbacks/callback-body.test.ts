import fc from 'fast-check';
import { callbackData } from '../../../src/callbacks/callback-body';

const JSON_TYPE = 'application/json; charset=utf-8';
const refused = (body: Buffer | string, contentType: string | undefined): unknown => {
  try {
    return callbackData(Buffer.from(body), contentType);
  } catch (error) {
    const { status, code } = error as { status: number; code: string };
    return [status, code];
  }
};

test('The body of a callback is JSON by its content type, as it was sent.', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const json = JSON.stringify(value);
      fc.pre(!json.includes('__proto__'));
      expect(callbackData(Buffer.from(json), JSON_TYPE)).toEqual(JSON.parse(json));
    }),
  );
});

test.each(['application/problem+json', 'text/json', 'APPLICATION/JSON'])(
  'The body of a callback is JSON when it is sent as %s.',
  (type) => {
    expect(callbackData(Buffer.from('{"a":1}'), type)).toEqual({ a: 1 });
  },
);

test('The body of a callback is text otherwise, and null where there is none.', () => {
  expect(callbackData(Buffer.from('a=1&b=é'), 'application/x-www-form-urlencoded')).toBe('a=1&b=é');
  expect(callbackData(Buffer.from('{"a":1}'), undefined)).toBe('{"a":1}');
  expect(callbackData(Buffer.alloc(0), JSON_TYPE)).toBeNull();
});

test.each([
  ['no JSON', '{"a":', [400, 'not-json']],
  ['a prototype', '{"a":[{"__proto__":{"admin":true}}]}', [400, 'prototype']],
  ['a prototype in escapes', String.raw`{"\u005f_proto__":1}`, [400, 'prototype']],
  ['65 levels', '['.repeat(65) + ']'.repeat(65), [400, 'too-deep']],
  ['30,000 levels', '['.repeat(30_000), [400, 'too-deep']],
])('The body of a callback is refused for %s.', (_what, body, answer) => {
  expect(refused(body, JSON_TYPE)).toEqual(answer);
});

test('The body of a callback may be 64 levels deep, and brackets in its texts are no levels.', () => {
  const json = '['.repeat(63) + JSON.stringify('[{\\"'.repeat(100)) + ']'.repeat(63);
  expect(JSON.stringify(callbackData(Buffer.from(json), JSON_TYPE))).toBe(json);
});

test('The body of a callback is refused when it is not UTF-8.', () => {
  expect(refused(Buffer.from([0xff, 0xfe]), 'application/octet-stream')).toEqual([415, 'not-text']);
});

test('The body of a callback is read in the charset of its type, less a byte order mark.', () => {
  const latin1 = Buffer.from('{"name":"\xe8"}', 'latin1');
  expect(callbackData(latin1, 'application/json; charset=iso-8859-1')).toEqual({ name: 'è' });
  expect(callbackData(Buffer.from('\uFEFF{}'), 'application/json')).toEqual({});
  expect(() => callbackData(latin1, 'application/json; charset=nonsense')).toThrow('is in the charset "nonsense"');
});
