// Plans which records a replay takes: from a position that the operator names up to what the group has committed. All
// of those are durable under their old label, so no record that is still unsent gets the new one.
import { GatewayError } from '../../errors';
import type { OffsetRange, ReplayedStream, ReplayRequest } from '../../model/routes/route-replay';
import type { Stream } from '../../model/contract/record';

export interface PartitionFacts {
  readonly stream: Stream;
  readonly partition: number;
  /** The oldest offset in the log. */
  readonly low: bigint;
  /** Undefined if the group has committed nothing for this stream. */
  readonly committed: bigint | undefined;
  /** The highest leader epoch below the committed offset, according to the commit. */
  readonly leaderEpoch?: number;
  /** The first offset at or after the requested time; only set if a time was requested. */
  readonly atTime?: bigint;
}

export interface PlannedPartition {
  readonly stream: Stream;
  readonly partition: number;
  readonly from: bigint;
  readonly to: bigint;
  readonly leaderEpoch?: number;
  /** The log begins here: older records are gone, and nobody can tell whether they were asked for. */
  readonly cutByRetention: boolean;
}

/** @throws GatewayError `refused` or `not-found`; nothing has been changed. */
export const replayPlan = (request: ReplayRequest, facts: readonly PartitionFacts[]): readonly PlannedPartition[] => {
  const asked = facts.filter(
    ({ stream, partition }) =>
      (request.topic === undefined || stream.topic === request.topic) &&
      (request.partition === undefined || partition === request.partition),
  );
  if (asked.length === 0) {
    throw new GatewayError('not-found', `The route has no such partition. It has ${placesOf(facts)}.`);
  }
  if ('offset' in request.from && asked.length > 1) {
    const message = `An offset belongs to one partition, and this replay would have ${asked.length}: name one with --topic and --partition, or give a time.`;
    throw new GatewayError('refused', message);
  }
  const planned = asked.flatMap((partition) => planOf(request, partition));
  if (planned.length > 0) return planned;
  const message =
    'There is nothing to replay: the group has not read any record from there on yet (a replay ends where the group has committed).';
  throw new GatewayError('refused', message);
};

const planOf = ({ from: start }: ReplayRequest, facts: PartitionFacts): readonly PlannedPartition[] => {
  const { stream, partition, low, committed = 0n, leaderEpoch, atTime } = facts;
  if ('offset' in start && BigInt(start.offset) < low) {
    const message = `${stream.topic}/${partition} begins at offset ${low}: retention has deleted ${start.offset}. Nothing was changed. \`--from earliest\` replays what is left.`;
    throw new GatewayError('refused', message);
  }
  const wanted = 'offset' in start ? BigInt(start.offset) : 'timeMs' in start ? (atTime ?? low) : low;
  const from = wanted < low ? low : wanted;
  if (from >= committed) return [];
  const epoch = leaderEpoch === undefined ? {} : { leaderEpoch };
  return [
    {
      stream,
      partition,
      from,
      to: committed,
      ...epoch,
      cutByRetention: !('offset' in start) && from === low && low > 0n,
    },
  ];
};

const placesOf = (facts: readonly PartitionFacts[]): string => {
  const counts = new Map<string, number>();
  for (const { stream } of facts) counts.set(stream.topic, (counts.get(stream.topic) ?? 0) + 1);
  return Array.from(counts, ([topic, count]) => `${topic} with partitions 0 to ${count - 1}`).join(', ');
};

export const replayedStreams = (planned: readonly PlannedPartition[]): readonly ReplayedStream[] => {
  const streams = new Map<string, { id: string; topic: string; ranges: Record<string, OffsetRange> }>();
  for (const { stream, partition, from, to, leaderEpoch } of planned) {
    const { id, topic } = stream;
    const known = streams.get(id) ?? { id, topic, ranges: {} };
    const ends = [from.toString(), to.toString()] as const;
    known.ranges[String(partition)] = leaderEpoch === undefined ? ends : [...ends, leaderEpoch];
    streams.set(id, known);
  }
  return [...streams.values()];
};
