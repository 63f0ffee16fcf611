// Bounds on JSON whose form is not known in full: what a user's code keeps, and fields that only a later version knows.

/** What comes from Kafka, APIs and callers has at most 200 levels; `JSON.stringify` overflows the stack at a few thousand. */
const MAX_LEVELS = 2_000;

/** Counts besides what a value itself takes: quotes, commas, or the digits of a number. */
const NODE_BYTES = 8;

/** True unless a value is nested so deeply that it could be received but not written again. */
export const isShallow = (value: unknown): boolean => {
  // One list for each level: recursion would overflow the very stack that this guards.
  let level = inner([value]);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= MAX_LEVELS) return false;
    level = inner(level.flatMap((one) => Object.values(one) as unknown[]));
  }
  return true;
};

const inner = (values: readonly unknown[]): object[] =>
  values.filter((value): value is object => typeof value === 'object' && value !== null);

/** True if the value has about `bytes` characters of JSON at most. It looks no further than that. */
export const isSmall = (value: unknown, bytes: number): boolean => {
  const open: unknown[] = [value];
  for (let left = bytes; open.length > 0;) {
    const next = open.pop();
    left -= NODE_BYTES;
    if (typeof next === 'string') left -= next.length;
    else if (typeof next === 'object' && next !== null) {
      for (const [name, one] of Object.entries(next)) {
        left -= name.length;
        if (left < 0) return false;
        open.push(one);
      }
    }
    if (left < 0) return false;
  }
  return true;
};
