/** Steps that a record may have; the token leaves room for as many. */
export const MAX_STEPS = 9_999;

/**
 * Integer that only grows per key, from effect to effect: `sequence` counts the records of the key's workflow whose
 * effects were begun, `index` the effects within the record, from 1. A receiver that keeps the highest one it saw can
 * refuse a call that a zombie sends late. Safe as a JavaScript number up to 900 billion records of one workflow.
 */
export const positionToken = (sequence: number, index: number): number => sequence * (MAX_STEPS + 1) + index;
