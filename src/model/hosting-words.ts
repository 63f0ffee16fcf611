/** How the keys of a route are hosted, by its number of lanes; 0: a workflow per key. */
export const hostingWords = (lanes: number): string => (lanes === 0 ? 'a workflow per key' : `${lanes} lanes`);
