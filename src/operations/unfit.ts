/** What Temporal's worker says, to a query too, if it cannot replay the history, or has no such handler (any more). */
const UNFIT = /\[TMPRL\d+\]|non-?determinis|no such function is exported by the workflow bundle/i;

/** True of the words of a worker whose handler does not fit what the workflow has done, or is missing. */
export const isUnfit = (words: string): boolean => UNFIT.test(words);
