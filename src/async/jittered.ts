/** Returns a random wait between half and all of `ms`: those who failed together do not come back together. */
export const jittered = (ms: number, random: () => number = Math.random): number => ms * (0.5 + random() / 2);
