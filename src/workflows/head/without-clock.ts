/** A time as JavaScript writes it: ISO 8601, of an HTTP date, or seconds or milliseconds since 1970. */
const TIMES =
  /\d{4}-\d{2}-\d{2}(?:T\d{2}(?::|%3A)\d{2}(?:(?::|%3A)\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?|[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT|(?<![\d.])\d{10}(?:\d{3})?(?![\d.])/g;
const DAY_MS = 86_400_000;
/** What was done before the handler ran may have had its time from the same clock. */
const EARLIER_MS = 60_000;

/**
 * The text without the times that a handler which ran from `since` to `now` can have read from its clock. They are others
 * when it runs again, though it is the same handler: in a workflow, where the clock is deterministic, few expect harm of it.
 */
export const withoutClock = (text: string, since: number, now: number): string =>
  text.replaceAll(TIMES, (time) => (isBetween(time, since - EARLIER_MS, now) ? 'now' : time));

const isBetween = (time: string, since: number, until: number): boolean => {
  if (/^\d+$/.test(time)) {
    const ms = time.length === 10 ? Number(time) * 1_000 : Number(time);
    return ms >= since && ms <= until;
  }
  const isDay = time.length === 10;
  const hasZone = isDay || /(?:Z|GMT|[+-]\d{2}:?\d{2})$/.test(time);
  const ms = Date.parse(time.replaceAll('%3A', ':') + (hasZone ? '' : 'Z'));
  return ms >= since - (isDay ? DAY_MS : 0) && ms <= until;
};
