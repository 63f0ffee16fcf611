/** Items as an API has them. */
export const items = (...ids: number[]): { id: number }[] => ids.map((id) => ({ id }));
/** Returns the numbers from `from` to before `to`. */
export const numbers = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
