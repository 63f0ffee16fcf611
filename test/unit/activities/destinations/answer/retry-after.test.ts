import fc from 'fast-check';
import { parseRetryAfter, retryAfterIgnored } from '../../../../../src/activities/destinations/answer/retry-after';
import { thrownFailure } from '../../../../../src/activities/destinations/http/thrown-failure';
import { retry } from '../../retry';

const NOW = Date.parse('2026-10-21T07:28:00Z');

test.each([
  ['120', 120],
  [' 7 ', 7],
  ['0', 0],
  ['20.5', 21],
  ['1.5', 2],
  ['0.001', 1],
  ['Wed, 21 Oct 2026 07:28:30 GMT', 30],
  ['Wednesday, 21-Oct-26 07:28:30 GMT', 30],
  ['Wed Oct 21 07:28:30 2026', 30],
  ['Sun Nov  1 07:28:00 2026', 11 * 86_400],
  ['Wed, 21 Oct 2026 07:27:00 GMT', 0],
  ['Sunday, 06-Nov-94 08:49:37 GMT', 0],
  ['Thu, 31 Dec 2026 23:59:60 GMT', (Date.parse('2027-01-01T00:00:00Z') - NOW) / 1_000],
])('A Retry-After of %j asks for %d seconds.', (value, seconds) => {
  expect(parseRetryAfter(value, NOW)).toBe(seconds * 1_000);
  expect(retryAfterIgnored(value, NOW)).toBeUndefined();
});

test.each([
  '',
  'soon',
  '-1',
  '+5',
  '1e3',
  '0x10',
  '5,5',
  '5s',
  'Infinity',
  '.5',
  '2027-01-01',
  '2026-10-21T07:28:30Z',
  'Oct 21 2026',
  'Wed, 21 Oct 2026 07:28:30',
  'Wed, 21 Oct 2026 07:28:30 +0200',
  'Tue, 31 Feb 2027 07:28:30 GMT',
  'Wed, 21 Oct 2026 24:28:30 GMT',
  'Wed, 21 Oct 2026 07:28:61 GMT',
])('A Retry-After of %j is ignored, in words.', (value) => {
  expect(parseRetryAfter(value, NOW)).toBeUndefined();
  expect(retryAfterIgnored(value, NOW)).toContain('neither seconds nor an HTTP date');
});

test('Whatever a Retry-After holds, it asks for a bounded whole number of milliseconds, or for nothing.', () => {
  const numbers = fc.oneof(
    fc.stringMatching(/^\d{1,400}(\.\d{1,10})?$/),
    fc.double().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    fc.string(),
  );
  fc.assert(
    fc.property(numbers, (value) => {
      const ms = parseRetryAfter(value, NOW);
      return ms === undefined || (Number.isInteger(ms) && ms >= 0 && ms <= 366 * 86_400_000);
    }),
  );
});

test('A whole number of seconds is asked for exactly, and a fraction is never asked for too early.', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.nat(999), (seconds, thousandths) => {
      const ms = parseRetryAfter(`${seconds}.${String(thousandths).padStart(3, '0')}`, NOW) ?? -1;
      return ms >= seconds * 1_000 + thousandths && ms < seconds * 1_000 + thousandths + 1_000;
    }),
  );
});

test.each([
  [0.5, 500],
  ['1.5', 2_000],
  [Number.NaN, undefined],
  [Infinity, undefined],
  [-1, undefined],
  [new Date(Number.NaN), undefined],
  [null, undefined],
])('A destination in code that throws with a retryAfter of %p asks for %p ms.', (retryAfter, ms) => {
  expect(thrownFailure({ message: 'busy', retryAfter }, retry(), undefined).retryAfterMs).toBe(ms);
});
