import type { StreamWatermarks, WatermarkEntry } from '../contract/stream-watermarks';
import { streamLabel, type Position, type Stream } from '../contract/record';

/**
 * `new` and `truncation` are accepted. `truncation`: the offset fell under a newer leader epoch, so the log lost its
 * tail and these are other records. `stale`: an older leader epoch at a higher offset, which one log cannot hold.
 */
export type Acceptance = 'new' | 'truncation' | 'duplicate' | 'stale';

/** How many replays of a stream are remembered; late records of an older one are refused as stale. */
export const REMEMBERED_REPLAYS = 3;

interface Tracked {
  readonly stream: Stream;
  readonly partitions: Map<number, WatermarkEntry>;
}

/**
 * Highest accepted position per stream and partition (I3). Offsets have gaps, so positions are compared and never
 * expected. A topic's last few streams are remembered, so that a zombie of a deleted topic is still recognised (I11),
 * and so are a stream's last few replays, each with its own positions.
 */
export class Watermarks {
  private static readonly STREAMS_PER_TOPIC = 4;
  private readonly streams = new Map<string, Tracked>();

  constructor(carried: readonly StreamWatermarks[] = []) {
    for (const { partitions, ...stream } of carried) {
      const entries = Object.entries(partitions).map(([partition, entry]) => [Number(partition), entry] as const);
      this.streams.set(streamLabel(stream), { stream, partitions: new Map(entries) });
    }
  }

  /** Decides about a record and, if it accepts it, moves the watermark. */
  accept(stream: Stream, position: Position): Acceptance {
    const tracked = this.streams.get(streamLabel(stream)) ?? this.track(stream);
    if (tracked === undefined) return 'stale';
    const { partitions } = tracked;
    const last = partitions.get(position.partition);
    const acceptance = last === undefined ? 'new' : compare(last, position);
    if (acceptance === 'new' || acceptance === 'truncation') {
      partitions.set(position.partition, [position.leaderEpoch, position.offset]);
    }
    return acceptance;
  }

  snapshot(): StreamWatermarks[] {
    return Array.from(this.streams.values(), ({ stream, partitions }) => ({
      ...stream,
      partitions: Object.fromEntries(partitions),
    }));
  }

  /** The positions of a stream; undefined for a replay that ended long ago. */
  private track(stream: Stream): Tracked | undefined {
    const sameTopic = Array.from(this.streams.values(), (known) => known.stream).filter(
      ({ topic }) => topic === stream.topic,
    );
    if (!sameTopic.some(({ id }) => id === stream.id)) this.forgetStream(sameTopic);
    if (stream.replay !== undefined && !this.forgetReplay(sameTopic, stream.id, stream.replay)) return undefined;
    const tracked: Tracked = { stream: { ...stream }, partitions: new Map() };
    this.streams.set(streamLabel(stream), tracked);
    return tracked;
  }

  private forgetStream(sameTopic: readonly Stream[]): void {
    const ids = new Set(sameTopic.map(({ id }) => id));
    const [oldest] = ids;
    if (ids.size < Watermarks.STREAMS_PER_TOPIC) return;
    for (const stream of sameTopic) if (stream.id === oldest) this.streams.delete(streamLabel(stream));
  }

  /** Makes room for a replay. Returns false if it is older than all that are remembered. */
  private forgetReplay(sameTopic: readonly Stream[], id: string, replay: number): boolean {
    const replays = sameTopic.filter((stream) => stream.id === id && stream.replay !== undefined);
    if (replays.length < REMEMBERED_REPLAYS) return true;
    const oldest = replays.reduce((first, stream) => ((stream.replay ?? 0) < (first.replay ?? 0) ? stream : first));
    if (replay < (oldest.replay ?? 0)) return false;
    this.streams.delete(streamLabel(oldest));
    return true;
  }
}

const compare = ([lastEpoch, lastOffset]: WatermarkEntry, position: Position): Acceptance => {
  const ahead = BigInt(position.offset) > BigInt(lastOffset);
  if (position.leaderEpoch > lastEpoch) return ahead ? 'new' : 'truncation';
  if (!ahead) return 'duplicate';
  return position.leaderEpoch === lastEpoch ? 'new' : 'stale';
};
