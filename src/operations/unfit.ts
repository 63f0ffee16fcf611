/** What Temporal's worker says, to a query too, if it cannot replay the history. */
const UNFIT = /\[TMPRL\d+\]|non-?determinis/i;

/** True of the words of a worker whose handler does not fit what the workflow has done. */
export const isUnfit = (words: string): boolean => UNFIT.test(words);
