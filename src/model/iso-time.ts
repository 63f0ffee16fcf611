/**
 * A time in milliseconds since the Unix epoch as ISO 8601 has it. Undefined for what no `Date` can hold (ECMA-262, "Time
 * Values and Time Range"): Kafka lets a producer claim any 64-bit number as the time of a record, and a formatter that
 * throws would keep an operator from seeing all that stands beside it.
 */
export const isoTime = (ms: number): string | undefined => {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};
