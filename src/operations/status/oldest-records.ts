// Finds how old the oldest unfinished record of each partition is, by the time that the record has in Kafka.
import type { Cluster } from '../../kafka/kafkajs-internals';
import { recordTime, type LogPlace } from '../../kafka/reading/record-times';
import { mapLimited } from '../../async/map-limited';
import type { RecordPlace } from '../keys/oldest-heads';
import type { RouteLag } from '../routes/route-lag';

const FETCHES_AT_ONCE = 8;

/** The oldest record of a partition that is unread or that a workflow reports as waiting. */
export interface OldestRecord {
  readonly topic: string;
  readonly partition: number;
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
}

/** One for each partition with an unfinished record. `heads` are records at which keys are. */
export const oldestRecords = async (
  cluster: Cluster,
  lag: RouteLag,
  heads: readonly RecordPlace[],
): Promise<readonly OldestRecord[]> => {
  const unread = lag.topics.flatMap(({ topic, unread: places }) => places.map((place) => ({ topic, ...place })));
  const present = new Set(lag.topics.filter(({ partitions }) => partitions > 0).map(({ topic }) => topic));
  const waiting = heads
    .filter(({ topic }) => present.has(topic))
    .map(({ topic, partition, offset }) => ({ topic, partition, offset: BigInt(offset) }));
  const places: readonly LogPlace[] = [...unread, ...waiting];
  const times = await mapLimited(places, FETCHES_AT_ONCE, (place) => recordTime(cluster, place));
  const oldest = new Map<string, OldestRecord>();
  for (const [index, { topic, partition }] of places.entries()) {
    const time = times[index];
    const name = `${topic} ${partition}`;
    const known = oldest.get(name);
    if (time !== undefined && (known === undefined || time < known.time)) oldest.set(name, { topic, partition, time });
  }
  return Array.from(oldest.values());
};
