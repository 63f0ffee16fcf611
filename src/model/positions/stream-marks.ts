import { comparePositions, streamLabel, type Position, type Stream } from '../contract/record';
import type { StreamWatermarks, WatermarkEntry } from '../contract/stream-watermarks';

interface Marked {
  readonly stream: Stream;
  readonly partitions: Map<number, WatermarkEntry>;
}

/** Up to which positions something holds of the records of each stream and partition. */
export class StreamMarks {
  private readonly streams = new Map<string, Marked>();

  constructor(marks: readonly StreamWatermarks[] = []) {
    for (const { partitions, ...stream } of marks) {
      for (const [partition, [leaderEpoch, offset]] of Object.entries(partitions))
        this.raise(stream, { partition: Number(partition), leaderEpoch, offset });
    }
  }

  get all(): readonly StreamWatermarks[] {
    return Array.from(this.streams.values(), ({ stream, partitions }) => ({
      ...stream,
      partitions: Object.fromEntries(partitions),
    }));
  }

  raise(stream: Stream, { partition, leaderEpoch, offset }: Position): void {
    if (this.covers(stream, { partition, leaderEpoch, offset })) return;
    const label = streamLabel(stream);
    const { partitions } = this.streams.get(label) ?? { partitions: new Map<number, WatermarkEntry>() };
    partitions.set(partition, [leaderEpoch, offset]);
    this.streams.set(label, { stream: { ...stream }, partitions });
  }

  covers(stream: Stream, position: Position): boolean {
    const { partition } = position;
    const mark = this.streams.get(streamLabel(stream))?.partitions.get(partition);
    return mark !== undefined && comparePositions(position, { partition, leaderEpoch: mark[0], offset: mark[1] }) <= 0;
  }
}
