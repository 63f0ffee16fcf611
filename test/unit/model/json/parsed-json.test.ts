import fc from 'fast-check';
import { parsedJson } from '../../../../src/model/json/parsed-json';

test('JSON is parsed as JSON.parse does it, whatever it holds.', () => {
  const texts = fc.oneof(
    fc.json(),
    fc.constantFrom('{"__proto__":{"admin":true}}', '{"b":1,"10":2,"a":3,"2":4}', '{"a":1,"a":2}', '"\\ud800"'),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const parsed: unknown = JSON.parse(text);
      expect(parsedJson(text)).toEqual(parsed);
      // Written again, names and their order are compared, too, and with integers as text every number is.
      if (!/\d/.test(text)) expect(JSON.stringify(parsedJson(text, 'text'))).toBe(JSON.stringify(parsed));
      expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
    }),
  );
});

test('Names keep the order and meaning of JSON.parse where numbers lose nothing.', () => {
  const text = '{"b":1,"10":2,"__proto__":{"x":3},"b":4}';
  const made = parsedJson(text, 'text') as Record<string, unknown>;
  expect(JSON.stringify(made)).toBe('{"10":"2","b":"4","__proto__":{"x":"3"}}');
  expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
});

test('Numbers are text as they were written, or bigint where they are integers.', () => {
  const text = '\uFEFF[9007199254740993, 1.10, 1e400, -0, [true, null, "7"]]';
  expect(parsedJson(text, 'text')).toEqual(['9007199254740993', '1.10', '1e400', '-0', [true, null, '7']]);
  expect(parsedJson('[9007199254740993,-12,1.10,1e2]', 'bigint')).toEqual([9007199254740993n, -12n, 1.1, 100]);
});
