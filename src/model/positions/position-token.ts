/** The most steps that a record may have; the token leaves room for as many. */
export const MAX_STEPS = 9_999;

/**
 * An integer that only grows for a key, from effect to effect. `sequence` counts the records of the key's workflow
 * whose effects have begun; `index` counts the effects within the record, from 1. A receiver that keeps the highest
 * token can refuse a zombie's late call. It is safe as a JavaScript number up to 900 billion records of one workflow.
 */
export const positionToken = (sequence: number, index: number): number => sequence * (MAX_STEPS + 1) + index;
