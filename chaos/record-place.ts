import type { Facts, RecordFact } from './facts';

/** Returns the offset that a record had in its topic. */
export const offsetOf = ({ id }: Pick<RecordFact, 'id'>): bigint => BigInt(id.split('/').at(-1)?.split('@')[0] ?? '');

/** Names the chain of a record: its key in one partition, whose order is kept. Added partitions share no order. */
export const chainOf = ({ route, generation, partition, key }: RecordFact): string =>
  JSON.stringify([route, generation, partition, key]);

/** True if its topic was deleted: nobody can read the record any more, whether it came through or not. */
export const isGone = ({ generations }: Pick<Facts, 'generations'>, { route, generation }: RecordFact): boolean =>
  generation < (generations[route] ?? 0);
