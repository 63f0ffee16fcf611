/** ISO 8601 times as APIs write them. */
const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?\s*(Z|[+-]\d\d:?\d\d)?$/i;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;
/** Matches seconds and milliseconds; fewer digits are a year or a day and not a time. */
const NUMBER = /^\d{9,16}(\.\d{1,9})?$/;
/** Numbers below this are seconds (until the year 5138), others milliseconds (since 1973). */
const FIRST_MILLISECONDS = 100_000_000_000;

/** Milliseconds since the Unix epoch, from ISO 8601 (UTC if it has no zone), HTTP dates, seconds or milliseconds. */
export const timeOf = (value: unknown): number | undefined => {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string') return undefined;
  if (NUMBER.test(value)) return fromNumber(Number(value));
  if (HTTP_DATE.test(value)) return valid(Date.parse(value));
  const [, day, time, zone = 'Z'] = ISO.exec(value) ?? [];
  if (day === undefined) return undefined;
  return valid(Date.parse(time === undefined ? day : `${day}T${time}${zone.toUpperCase()}`));
};

/** The time `ms` before `value`, in the form of `value`. */
export const earlier = (value: string | number, ms: number): string | number => {
  const time = timeOf(value);
  if (ms === 0 || time === undefined) return value;
  const shifted = Math.max(0, time - ms);
  if (typeof value === 'number') return value < FIRST_MILLISECONDS ? shifted / 1_000 : shifted;
  if (NUMBER.test(value)) return String(Number(value) < FIRST_MILLISECONDS ? shifted / 1_000 : shifted);
  return HTTP_DATE.test(value) ? new Date(shifted).toUTCString() : new Date(shifted).toISOString();
};

const fromNumber = (value: number): number | undefined =>
  value >= 0 ? valid(Math.floor(value < FIRST_MILLISECONDS ? value * 1_000 : value)) : undefined;

/** Accepts only what a Date can hold. */
const valid = (ms: number): number | undefined => (ms >= 0 && ms <= 8_640_000_000_000_000 ? ms : undefined);
