import type { ChainStatus } from '../../model/contract/contract';

export type RecordPlace = NonNullable<ChainStatus['head']>;

/** The maximum number of positions to look up in Kafka. */
const MOST = 200;

/** Of records at which keys are, the first of each partition: the log has them in the order of their times. */
export const oldestHeads = (heads: Iterable<RecordPlace>): readonly RecordPlace[] => {
  const first = new Map<string, RecordPlace>();
  for (const head of heads) {
    const name = `${head.topic} ${head.partition}`;
    const known = first.get(name);
    if (known === undefined || BigInt(head.offset) < BigInt(known.offset)) first.set(name, head);
  }
  return Array.from(first.values()).slice(0, MOST);
};
