import { openTransactions } from '../harness/open-transactions';
import { readCommitted } from '../harness/read-committed';
import { readCallLog } from './call-log';
import type { CallFact, PublishedFact, RecordFact } from './facts';
import { digestOf } from './payload';
import { PUBLISHED_TOPIC, ROUTES } from './route-names';
import type { World } from './world';

const bodyOf = (value: Buffer | null): unknown => JSON.parse(value?.toString() ?? 'null');

/** Returns what Kafka's own client sees now of the source topic of a route. */
export const readTopic = async ({ engines, kafka }: World, route: string): Promise<readonly RecordFact[]> => {
  const generation = kafka.generationOf(route);
  const records = await readCommitted({ brokers: engines.addresses.join(), name: route });
  return records.map(({ partition, offset, value }): RecordFact => {
    const { key, at } = bodyOf(value) as { readonly key: string; readonly at: number };
    const id = `${route}/${partition}/${offset}@${at}`;
    return { id, route, partition, generation, key, body: digestOf(value ?? ''), producedAt: at };
  });
};

/** Returns the records of all source topics, of those that are gone as they were seen last. */
export const readRecords = async (world: World): Promise<readonly RecordFact[]> => {
  const topics = await Promise.all(ROUTES.map((route) => readTopic(world, route)));
  return [...world.kafka.gone, ...topics.flat()];
};

/** Returns what Kafka's own client sees of the published topic. */
export const readPublished = async ({ engines }: World): Promise<readonly PublishedFact[]> => {
  const records = await readCommitted({ brokers: engines.addresses.join(), name: PUBLISHED_TOPIC });
  return records.map(({ value, headers }): PublishedFact => {
    const body = bodyOf(value) as Omit<PublishedFact, 'sluiceId'>;
    return { ...body, sluiceId: headers.find(([name]) => name === 'sluice.id')?.[1]?.toString() ?? '' };
  });
};

export const readCalls = ({ callLog, api }: World): readonly CallFact[] => readCallLog(callLog, api.deaths);

export const hangingTransactions = ({ engines }: World): Promise<number> =>
  openTransactions({ brokers: engines.addresses.join(), name: PUBLISHED_TOPIC });
