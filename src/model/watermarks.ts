import type { StreamWatermarks, WatermarkEntry } from './contract';
import type { Position, Stream } from './record';

/**
 * `new` and `truncation` are accepted. `truncation`: the offset went back under a newer leader epoch, so the log lost its
 * tail and these are other records. `stale`: an older leader epoch at a higher offset, which one log cannot hold.
 */
export type Acceptance = 'new' | 'truncation' | 'duplicate' | 'stale';

interface Tracked {
  readonly stream: Stream;
  readonly partitions: Map<number, WatermarkEntry>;
}

/**
 * Highest accepted position per stream and partition (I3). Offsets have gaps, so positions are compared and never
 * expected. A topic's last few streams are remembered, so that a zombie of a deleted topic is still recognised.
 */
export class Watermarks {
  private static readonly STREAMS_PER_TOPIC = 4;
  private readonly streams = new Map<string, Tracked>();

  constructor(carried: readonly StreamWatermarks[] = []) {
    for (const { id, topic, partitions } of carried) {
      const entries = Object.entries(partitions).map(([partition, entry]) => [Number(partition), entry] as const);
      this.streams.set(id, { stream: { id, topic }, partitions: new Map(entries) });
    }
  }

  /** Decides and, when it accepts, moves the watermark. */
  accept(stream: Stream, position: Position): Acceptance {
    const { partitions } = this.streams.get(stream.id) ?? this.track(stream);
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

  private track(stream: Stream): Tracked {
    const sameTopic = Array.from(this.streams.values()).filter((known) => known.stream.topic === stream.topic);
    const oldest = sameTopic[0];
    if (oldest !== undefined && sameTopic.length >= Watermarks.STREAMS_PER_TOPIC) this.streams.delete(oldest.stream.id);
    const tracked: Tracked = { stream: { id: stream.id, topic: stream.topic }, partitions: new Map() };
    this.streams.set(stream.id, tracked);
    return tracked;
  }
}

const compare = ([lastEpoch, lastOffset]: WatermarkEntry, position: Position): Acceptance => {
  const ahead = BigInt(position.offset) > BigInt(lastOffset);
  if (position.leaderEpoch > lastEpoch) return ahead ? 'new' : 'truncation';
  if (!ahead) return 'duplicate';
  return position.leaderEpoch === lastEpoch ? 'new' : 'stale';
};
