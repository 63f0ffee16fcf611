// Plans several asks as one transaction: which records can be published, in which batches, and each ask's answer.
import { jittered } from '../async/jittered';
import type { ChainOutcome } from '../model/contract/effect-contract';
import { javaPartition, murmur2 } from './murmur2';
import type { Narrowing } from './narrowing';
import type { PreparedAsk, PreparedChain, PreparedRecord, PublishFailure } from './prepared-ask';
import { PlannedBatches, type PlannedBatch } from './planned-batches';
import type { TopicPartitions } from './produce-connection';
import { cutsText, MAX_CUTS_LENGTH, publishedCounts } from './writer-progress';
import { defined } from '../model/defined';

const RETRY_MS = 5_000;

export interface PlannedAsk {
  readonly ask: PreparedAsk;
  readonly cuts: string;
  readonly outcomes: readonly ChainOutcome[];
  /** Number of the ask's Kafka records in the transaction. */
  readonly count: number;
}

export interface TransactionPlan {
  readonly asks: readonly PlannedAsk[];
  /** Rounds to write one after another, each with at most one batch per partition, or with one batch. */
  readonly rounds: readonly (readonly PlannedBatch[])[];
}

type Topics = ReadonlyMap<string, TopicPartitions>;

interface Cut {
  readonly settled: number;
  readonly failure?: PublishFailure;
}

const failed = (
  { terminal, ofRecord, ...failure }: PublishFailure,
  retryInMs: number,
): Pick<ChainOutcome, 'failure' | 'recordRefused'> => ({
  failure: terminal ? { ...failure, terminal } : { ...failure, terminal, retryInMs },
  ...(ofRecord === true ? { recordRefused: true } : {}),
});

const outcome = ({ chain }: PreparedChain, { settled, failure }: Cut, retryInMs: number): ChainOutcome => ({
  chain,
  settled,
  ...(failure === undefined ? {} : failed(failure, retryInMs)),
});

/** The answer that an ask known to be in Kafka got or would have got. */
export const publishedOutcomes = ({ chains }: PreparedAsk, cuts: string): readonly ChainOutcome[] => {
  const counts = publishedCounts(
    cuts,
    chains.map(({ asked }) => asked),
  );
  return chains.map(({ chain }, index) => ({ chain, settled: counts[index] ?? 0 }));
};

export const planTransaction = (
  asks: readonly PreparedAsk[],
  topics: Topics,
  narrowing: Narrowing,
): TransactionPlan => {
  const batches = new PlannedBatches(narrowing);
  const planned = asks.map((ask) => planAsk(ask, topics, narrowing, batches));
  return { asks: planned, rounds: batches.rounds() };
};

const planAsk = (ask: PreparedAsk, topics: Topics, narrowing: Narrowing, batches: PlannedBatches): PlannedAsk => {
  const asked = ask.chains.map((chain) => chain.asked);
  const { cuts, text } = listed(
    ask.chains.map((chain) => cutOf(chain, topics, narrowing)),
    asked,
  );
  // Chains of one ask share a time, so that they come back in one batch, while workflows come back apart.
  const retryInMs = Math.round(jittered(RETRY_MS));
  let count = 0;
  for (const [index, chain] of ask.chains.entries()) {
    for (const record of chain.records.slice(0, cuts[index]?.settled).flat()) {
      batches.add(record, partitionOf(record, chain.chain, countOf(record.topic, topics)));
      count += 1;
    }
  }
  return {
    ask,
    cuts: text,
    count,
    outcomes: ask.chains.map((chain, index) => outcome(chain, cuts[index] ?? { settled: 0 }, retryInMs)),
  };
};

/** The cuts as text of bounded length: if it would get longer, the end of the ask is left for the next one. */
const listed = (
  cuts: readonly Cut[],
  asked: readonly number[],
): { readonly cuts: readonly Cut[]; readonly text: string } => {
  const settled = cuts.map((cut) => cut.settled);
  const whole = cutsText(settled, asked);
  if (whole.length <= MAX_CUTS_LENGTH) return { cuts, text: whole };
  let kept = cuts.length;
  while (cutsText(settled.slice(0, kept), asked).length > MAX_CUTS_LENGTH - 16) kept = Math.floor(kept / 2);
  return {
    cuts: cuts.map((cut, chain) => (chain < kept ? cut : { settled: 0 })),
    text: [cutsText(settled.slice(0, kept), asked), `>${kept.toString(36)}`].filter((part) => part !== '').join(';'),
  };
};

/** The chain's records up to the first one that cannot be published. */
const cutOf = ({ records, failure }: PreparedChain, topics: Topics, narrowing: Narrowing): Cut => {
  for (const [settled, parts] of records.entries()) {
    for (const record of parts) {
      const found = narrowing.failureOf(record) ?? partitionFailure(record, topics.get(record.topic));
      if (found !== undefined) return { settled, failure: found };
    }
  }
  return { settled: records.length, ...defined({ failure }) };
};

const partitionFailure = (
  { topic, partition }: PreparedRecord,
  partitions: TopicPartitions | undefined,
): PublishFailure | undefined => {
  if (partitions?.kind !== 'writable') {
    const message = `Nothing can be published to ${topic}: ${partitions?.why ?? ''}`;
    return { code: 'publish-failed', message, terminal: false };
  }
  const { count } = partitions;
  if (partition === undefined || partition < count) return undefined;
  const message = `${topic} has ${count} partitions, and the record is for partition ${partition}.`;
  return { code: 'publish-refused', message, terminal: true };
};

/** The partition count of a topic for which no cut was made. */
const countOf = (topic: string, topics: Topics): number => {
  const partitions = topics.get(topic);
  if (partitions?.kind === 'writable') return partitions.count;
  throw new Error(`A record for ${topic} is in the plan, but nothing can be written there.`);
};

/** A record without a key goes to the same partition as its chain's other such records, so they keep their order. */
const partitionOf = ({ partition, key }: PreparedRecord, chain: string, count: number): number => {
  if (partition !== undefined) return partition;
  return key === null ? (murmur2(Buffer.from(chain)) & 0x7fffffff) % count : javaPartition(key, count);
};
