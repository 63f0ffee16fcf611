import fc from 'fast-check';
import { inexactNumber } from '../../../../src/model/json/inexact-number';

test.each([
  ['9007199254740993', '9007199254740993'],
  ['-9007199254740993', '-9007199254740993'],
  ['an integer that only happens to be exact', '9007199254740992'],
  ['1000000000000000001', '1000000000000000001'],
  ['an overflow', '1e400'],
  ['an overflow without exponent', '9'.repeat(400)],
  ['what becomes zero', '-1E-400'],
  ['what becomes zero without exponent', `0.${'0'.repeat(400)}1`],
  ['an integer with a fraction of zero', '9007199254740993.0'],
  ['an integer with an exponent', '9.007199254740993e15'],
  ['an integer with a negative exponent', '90071992547409930e-1'],
  ['a fraction that loses whole digits', '12345678901234567.5'],
])('A number that JavaScript cannot hold is found: %s.', (_what, digits) => {
  expect(inexactNumber(`{"a":[1,{"b" : ${digits} }]}`, 'exact')).toEqual({ field: 'value.a.1.b', digits });
  expect(inexactNumber(digits, 'exact')).toEqual({ field: 'value', digits });
});

test.each([
  '0',
  '-0',
  '0.000e-999',
  '1.10',
  '1E2',
  '9007199254740991',
  '-9007199254740991',
  '0.1000000000000000055511151231257827',
  '1e300',
  '1e23',
  '1.7976931348623157e308',
  '"9007199254740993"',
  '{"9007199254740993":1}',
])('A number that JavaScript holds, or that is rounded everywhere, is none: %s.', (text) => {
  expect(inexactNumber(text, 'exact')).toBeUndefined();
});

test('A bigint holds every integer; what overflows is still found.', () => {
  expect(inexactNumber('[9007199254740993,-9007199254740993]', 'bigint')).toBeUndefined();
  expect(inexactNumber('[1e400]', 'bigint')).toEqual({ field: 'value.0', digits: '1e400' });
});

test('Every integer is either held or found, whatever its digits.', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (integer) => {
      const lost = inexactNumber(`[${integer}]`, 'exact') !== undefined;
      expect(lost).toBe(integer > 9007199254740991n || integer < -9007199254740991n);
      // The check is never milder than arithmetic.
      expect(lost || BigInt(Number(integer)) === integer).toBe(true);
    }),
  );
});

test('Every double that JavaScript writes is exact, unless it is written as an integer beyond 2^53 - 1.', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (double) => {
      const digits = JSON.stringify(double);
      const unsafe = /^-?\d+$/.test(digits) && !Number.isSafeInteger(double);
      expect(inexactNumber(digits, 'exact') !== undefined).toBe(unsafe);
    }),
  );
});
