import type { UnknownOutcome } from './contract/unknown-outcome';
import { doubtWords } from './doubt-words';

/** Says to an operator why something needs a confirmation that would do again, under another key, what is in doubt. */
export const againWords = (
  what: 'A new effect' | 'An edited record' | 'The record as it is now',
  doubt: UnknownOutcome,
): string =>
  doubt.cause === 'done-before' || doubt.cause === 'child-begun'
    ? `${what} would do it again. ${doubtWords(doubt)} With --yes it is sent all the same.`
    : `${what} would do it again if it has happened. ${doubtWords(doubt)} Look at the API; with --yes it is sent all the same.`;
