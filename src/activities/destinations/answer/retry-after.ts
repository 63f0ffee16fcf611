// `Retry-After` as RFC 9110 has it (10.2.3): whole seconds, or one of the three forms of a date (5.6.7). JavaScript's
// own parser of dates must not judge it: to that, `1.5` is a day in January 2001.

/** A wait that is longer is as good as this one; `retry.maxRetryAfter` bounds it further. */
const LONGEST_MS = 366 * 86_400_000;
const SHOWN_CHARACTERS = 40;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const LONG_DAY = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
const MONTH = `(?<month>${MONTHS.join('|')})`;
const TIME = '(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)';
const FORMS = [
  new RegExp(`^${DAY}, (?<day>\\d\\d) ${MONTH} (?<year>\\d{4}) ${TIME} GMT$`),
  new RegExp(`^${LONG_DAY}, (?<day>\\d\\d)-${MONTH}-(?<shortYear>\\d\\d) ${TIME} GMT$`),
  new RegExp(`^${DAY} ${MONTH} (?<day>[ \\d]\\d) ${TIME} (?<year>\\d{4})$`),
];

/** Milliseconds to wait from `nowMs` on. Undefined if the value is missing, or neither seconds nor a date. */
export const parseRetryAfter = (value: string | undefined, nowMs: number): number | undefined => {
  const text = value?.trim() ?? '';
  // APIs send fractions too. A call that comes early would be refused again, so they are rounded up.
  if (/^\d+(?:\.\d+)?$/.test(text)) return bounded(Math.ceil(Number(text)) * 1_000);
  const date = httpDate(text, nowMs);
  return date === undefined ? undefined : bounded(date - nowMs);
};

/** Says of a value that is ignored that it is; undefined if the value is missing or understood. */
export const retryAfterIgnored = (value: string | undefined, nowMs: number): string | undefined => {
  if (value === undefined || parseRetryAfter(value, nowMs) !== undefined) return undefined;
  return `its Retry-After ${JSON.stringify(value.slice(0, SHOWN_CHARACTERS))} is neither seconds nor an HTTP date`;
};

const bounded = (ms: number): number => Math.min(Math.max(0, ms), LONGEST_MS);

const httpDate = (text: string, nowMs: number): number | undefined => {
  for (const form of FORMS) {
    const { day, month, year, shortYear, hour, minute, second } = form.exec(text)?.groups ?? {};
    if (month === undefined) continue;
    const at = (full: number): number =>
      Date.UTC(full, MONTHS.indexOf(month), Number(day), Number(hour), Number(minute), Number(second));
    const date = year === undefined ? nearest(Number(shortYear), nowMs, at) : at(Number(year));
    // Otherwise 31 February would be a day in March. A leap second is the second after it.
    const real = Number(day) === new Date(date - (second === '60' ? 1_000 : 0)).getUTCDate();
    return real && Number(hour) < 24 && Number(minute) < 60 && Number(second) <= 60 ? date : undefined;
  }
  return undefined;
};

/** A year of two digits that would lie more than 50 years ahead is the last one with these digits (RFC 9110, 5.6.7). */
const nearest = (shortYear: number, nowMs: number, at: (year: number) => number): number => {
  const now = new Date(nowMs);
  const year = now.getUTCFullYear() - (now.getUTCFullYear() % 100) + shortYear;
  const limit = Date.UTC(now.getUTCFullYear() + 50, now.getUTCMonth(), now.getUTCDate());
  return at(year) > limit ? at(year - 100) : at(year);
};
