import type { Facts, RecordFact } from './facts';

/** Offset that a record had in its topic. */
export const offsetOf = ({ id }: Pick<RecordFact, 'id'>): bigint => BigInt(id.split('/').at(-1)?.split('@')[0] ?? '');

/** Records of one key in one partition, whose order is kept. Partitions that were added share no order. */
export const chainOf = ({ route, generation, partition, key }: RecordFact): string =>
  JSON.stringify([route, generation, partition, key]);

/** Its topic was deleted: nobody can read it any more, whether it came through or not. */
export const isGone = ({ generations }: Pick<Facts, 'generations'>, { route, generation }: RecordFact): boolean =>
  generation < (generations[route] ?? 0);
