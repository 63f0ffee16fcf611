// Guards for what comes over the wire. They are hand-written: a library's parser costs more for each record than all
// else that a workflow does with it. None of them throws, whatever it gets.

export type Guard<T> = (value: unknown) => value is T;

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isText = (value: unknown): value is string => typeof value === 'string';

/** Names in Temporal and Kafka are shorter than this. */
const MAX_NAME = 1_000;

const MAX_LABEL = 64;

/** The name of a step, a hash that names something, or the like. */
export const isLabel = (value: unknown): value is string => isName(value) && value.length <= MAX_LABEL;

/** Text that is carried from run to run and may be empty, such as a name, a code or a digest. */
export const isShortText = (value: unknown): value is string => isText(value) && value.length <= MAX_NAME;

export const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= MAX_NAME;

export const isFlag = (value: unknown): value is true | undefined => value === undefined || value === true;

/** The longest duration that Temporal takes for a timer is some 290 years. */
const MAX_MS = 100 * 366 * 86_400_000;

/** In the year 2100. */
const LAST_DUE = 4_102_444_800_000;

export const isDuration = (value: unknown): value is number => isCount(value) && value <= MAX_MS;

/** A number that grows by one now and then, and must stay exact when it does. */
export const isTally = (value: unknown): value is number => isCount(value) && value <= 1e15;

export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Position tokens are made from it and must stay whole numbers, see `positionToken`. */
export const isSequence = (value: unknown): value is number => isCount(value) && value <= 900_000_000_000;

/** A 64-bit number in decimal, from 0. */
export const isDecimal = (value: unknown): value is string => typeof value === 'string' && /^\d{1,19}$/.test(value);

export const isAbsentOr = <T>(value: unknown, guard: Guard<T>): value is T | undefined =>
  value === undefined || guard(value);

export const isListOf = <T>(value: unknown, guard: Guard<T>): value is readonly T[] =>
  Array.isArray(value) && value.every(guard);

/** The latest time that a `Date` can have, in milliseconds. */
const MAX_TIME = 8.64e15;

/** Milliseconds since the epoch. */
export const isTime = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) <= MAX_TIME;

/** A time for which a timer may be set: Temporal refuses one that ends after centuries, and fails the task. */
export const isDue = (value: unknown): value is number => isTime(value) && value <= LAST_DUE;

/** True for an object whose values all are what the guard says. */
export const isMapOf = (value: unknown, guard: (value: unknown) => boolean): boolean =>
  isObject(value) && Object.values(value).every(guard);

/** True for an object in which each of these fields is absent or what its guard says; any other field may be there. */
export const hasFields = (value: unknown, fields: Readonly<Record<string, (value: unknown) => boolean>>): boolean =>
  isObject(value) && Object.entries(fields).every(([name, guard]) => value[name] === undefined || guard(value[name]));
