// "did you mean": finds the nearest known name, if it is near enough to be a typing error.

const distance = (left: string, right: string): number => {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
};

/** Returns the known name that differs in at most a third of the written letters, ignoring case. */
export const closestName = (written: string, known: Iterable<string>): string | undefined => {
  const lower = written.slice(0, 64).toLowerCase();
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of known) {
    const found = distance(lower, name.toLowerCase());
    if (found <= Math.max(1, Math.floor(name.length / 3)) && (best === undefined || found < best.distance)) {
      best = { name, distance: found };
    }
  }
  return best?.name;
};

/** ` (did you mean ledger?)`, to follow what was expected; empty if no name is near. */
export const didYouMean = (written: string, known: Iterable<string>): string => {
  const near = closestName(written, known);
  return near === undefined ? '' : ` (did you mean ${near}?)`;
};
