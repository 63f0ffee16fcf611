/** Returns one of `items`: `target` is taken modulo their number. @throws if there is none. */
export const pick = <T>(items: readonly T[], target: number): T => {
  const item = items[target % items.length];
  if (item === undefined) throw new Error('There is nothing to choose from.');
  return item;
};
