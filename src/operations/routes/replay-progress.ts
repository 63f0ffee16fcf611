import type { Admin } from 'kafkajs';
import { decodeCommitMetadata } from '../../kafka/protocol/commit-metadata';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import type { Stream } from '../../model/contract/record';
import type { ReplaySegment } from '../../model/routes/route-replay';
import type { RouteControl } from '../../model/routes/route-control';

export interface ReplayProgress {
  readonly replay: number;
  /** Counts offsets, including gaps, from where the replay began in each partition to what the group has committed. */
  readonly done: bigint;
  readonly total: bigint;
}

/** The next offset to read; undefined if the group has none. `gone` means that the stream can no longer be read. */
type Committed = (stream: Pick<Stream, 'id' | 'topic'>, partition: number) => bigint | 'gone' | undefined;

export const progressOf = ({ replay, streams }: ReplaySegment, committed: Committed): ReplayProgress => {
  let done = 0n;
  let total = 0n;
  for (const { ranges, ...stream } of streams) {
    for (const [partition, [first, end]] of Object.entries(ranges)) {
      const [from, to] = [BigInt(first), BigInt(end)];
      const at = committed(stream, Number(partition)) ?? from;
      total += to - from;
      done += at === 'gone' || at >= to ? to - from : at > from ? at - from : 0n;
    }
  }
  return { replay, done, total };
};

/** Undefined if the last replay is not running: there is none, it is only beginning, or it was cancelled. */
export const replayProgress = async (
  admin: Admin,
  { groupId }: ResolvedRoute,
  { replay, segments }: RouteControl,
): Promise<ReplayProgress | undefined> => {
  const segment = segments.find((candidate) => candidate.replay === replay?.number);
  if (replay?.phase !== 'running' || segment === undefined) return undefined;
  const known = new Set(await admin.listTopics());
  const topics = segment.streams.map(({ topic }) => topic).filter((topic) => known.has(topic));
  const answers = topics.length === 0 ? [] : await admin.fetchOffsets({ groupId, topics });
  return progressOf(segment, ({ id, topic }, partition) => {
    if (!known.has(topic)) return 'gone';
    const found = answers
      .find((answer) => answer.topic === topic)
      ?.partitions.find((one) => one.partition === partition);
    if (found === undefined || BigInt(found.offset) < 0n) return undefined;
    const metadata = decodeCommitMetadata(found.metadata);
    return metadata !== undefined && metadata.streamId !== id ? 'gone' : BigInt(found.offset);
  });
};
