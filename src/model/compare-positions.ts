import type { Position } from './record';

/** Order of two positions in one partition: what a newer leader epoch wrote comes after what it may have cut off. */
export const comparePositions = (a: Position, b: Position): number => {
  if (a.leaderEpoch !== b.leaderEpoch) return a.leaderEpoch - b.leaderEpoch;
  const [left, right] = [BigInt(a.offset), BigInt(b.offset)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
};
