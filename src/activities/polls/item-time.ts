/** ISO 8601 times as APIs write them. */
const ISO = /^(\d{4}-\d\d-\d\d)(?:([T ])(\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?(\s*)(Z|[+-]\d\d:?\d\d)?$/i;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;
/** Matches seconds and milliseconds; fewer digits are a year or a day and not a time. */
const NUMBER = /^-?\d{9,16}(\.\d{1,9})?$/;
/** Numbers below this are seconds (until the year 5138), others milliseconds (since 1973). */
const FIRST_MILLISECONDS = 100_000_000_000;
/** Milliseconds from here on would be a time after the year 5138: they are microseconds or something else. */
const NO_MILLISECONDS = 100_000_000_000_000;
/** What MySQL has in the place of no time, which is before all others. */
const ZERO_DAY = '0000-00-00';
/** Matches days with a time of day that are written without signs: `2026112208`, `202611220800`, `20261122080000`. */
const COMPACT = /^(?:19[7-9]\d|20\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])(?:[0-5]\d){0,2}$/;
/** Seconds that read as a compact date count as seconds if they are not further ahead than this. */
const SECONDS_AHEAD_MS = 31 * 86_400_000;

const EARLIEST_MS = Date.parse('0000-01-01T00:00:00Z');
/** Two days later, when the year has four digits in each zone. */
const EARLIEST_SHIFTED_MS = EARLIEST_MS + 2 * 86_400_000;

/**
 * Milliseconds since the Unix epoch, negative before it, from ISO 8601 (UTC if it has no zone), HTTP dates, seconds or milliseconds.
 * Undefined for anything else, and for numbers that are only seconds or milliseconds by their length: microseconds, and
 * dates such as `20261122080000`, would lie centuries ahead.
 */
export const timeOf = (value: unknown): number | undefined => {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string') return undefined;
  if (NUMBER.test(value)) return fromNumber(Number(value));
  if (HTTP_DATE.test(value)) return valid(Date.parse(value));
  const [, day, , time, , zone = 'Z'] = ISO.exec(value) ?? [];
  if (day === undefined) return undefined;
  if (day === ZERO_DAY) return EARLIEST_MS;
  return valid(Date.parse(time === undefined ? day : `${day}T${time}${zone.toUpperCase()}`));
};

/** True for a time that does not say in which zone it is: it may lie ahead by as much as the zone of its source does. */
export const hasNoZone = (value: unknown): boolean => {
  const found = typeof value === 'string' ? ISO.exec(value) : null;
  return found !== null && found[5] === undefined;
};

/**
 * The time `ms` before `value`, in the form of `value`: with its zone or none, and as exact as it is. What a form cannot
 * say is left off, which makes the time still earlier.
 */
export const earlier = (value: string | number, ms: number): string | number => {
  const time = timeOf(value);
  if (ms === 0 || time === undefined) return value;
  const shifted = Math.max(Math.min(time, EARLIEST_SHIFTED_MS), time - ms);
  if (typeof value === 'number') return numberLike(value, shifted);
  if (NUMBER.test(value)) return String(numberLike(Number(value), shifted));
  return HTTP_DATE.test(value) ? new Date(shifted).toUTCString() : inFormOf(value, shifted);
};

const numberLike = (value: number, ms: number): number => {
  if (Math.abs(value) >= FIRST_MILLISECONDS) return ms;
  return Number.isInteger(value) ? Math.floor(ms / 1_000) : ms / 1_000;
};

const inFormOf = (value: string, ms: number): string => {
  const [, , separator = '', time = '', space = '', zone = ''] = ISO.exec(value) ?? [];
  // The clock of the value's zone.
  const clock =
    time === ''
      ? ms
      : ms + (Date.parse('1970-01-01T00:00Z') - Date.parse(`1970-01-01T00:00${zone.toUpperCase() || 'Z'}`));
  const [day = '', rest = ''] = new Date(clock).toISOString().slice(0, -1).split('T');
  return day + separator + rest.padEnd(time.length, '0').slice(0, time.length) + space + zone;
};

const fromNumber = (value: number): number | undefined => {
  const size = Math.abs(value);
  if (!(size < NO_MILLISECONDS)) return undefined;
  const ms = valid(Math.floor(size < FIRST_MILLISECONDS ? value * 1_000 : value));
  return ms !== undefined && isCompact(value, ms) ? undefined : ms;
};

/** From 2030 on, some numbers of seconds read as dates, too. */
const isCompact = (value: number, ms: number): boolean =>
  COMPACT.test(String(value)) && (value >= FIRST_MILLISECONDS || ms > Date.now() + SECONDS_AHEAD_MS);

/** Accepts only what a Date can hold. Whether a time before 1970 can be published is for that to say. */
const valid = (ms: number): number | undefined => (Math.abs(ms) <= 8_640_000_000_000_000 ? ms : undefined);
