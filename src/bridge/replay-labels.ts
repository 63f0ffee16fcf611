import type { ReplaySegment } from '../model/routes/route-replay';
import type { Stream } from '../model/contract/record';
import { defined } from '../model/defined';
import type { SourceRecord } from '../records/record-source';

interface Labelled {
  readonly from: bigint;
  readonly to: bigint;
  readonly leaderEpoch: number;
  readonly stream: Stream;
  readonly chain: string | undefined;
}

/** `left-out`: a replay of other keys leaves this record out. */
export type RecordLabel =
  { readonly kind: 'sent'; readonly stream: Stream } | { readonly kind: 'left-out'; readonly replay: number };

/** Says which label the records of one partition are sent under. */
export class ReplayLabels {
  /** The newest replay comes first: an offset covered by several replays belongs to the last one. */
  private readonly segments: readonly Labelled[];

  constructor(
    private readonly stream: Stream,
    partition: number,
    segments: readonly ReplaySegment[],
  ) {
    this.segments = segments
      .toReversed()
      .flatMap(({ replay, newEffects, chain, streams, oneUrl, sure }): readonly Labelled[] => {
        const range = streams.find(({ id }) => id === stream.id)?.ranges[String(partition)];
        if (range === undefined) return [];
        const label = { ...stream, replay, ...(newEffects ? { effects: replay } : {}), ...defined({ oneUrl, sure }) };
        return [
          { from: BigInt(range[0]), to: BigInt(range[1]), leaderEpoch: range[2] ?? Infinity, stream: label, chain },
        ];
      });
  }

  /** `sent` carries the stream that the record's workflow sees. */
  label({ offset, leaderEpoch }: Pick<SourceRecord, 'offset' | 'leaderEpoch'>, chain: string): RecordLabel {
    for (const { from, to, leaderEpoch: last, stream, chain: only } of this.segments) {
      if (offset < from || offset >= to || leaderEpoch > last) continue;
      return only === undefined || only === chain
        ? { kind: 'sent', stream }
        : { kind: 'left-out', replay: stream.replay ?? 0 };
    }
    return { kind: 'sent', stream: this.stream };
  }
}
