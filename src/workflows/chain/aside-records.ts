import {
  comparePositions,
  streamLabel,
  type Position,
  type Stream,
  type WireRecord,
} from '../../model/contract/record';
import type { HeldChain } from '../../model/contract/contract';
import { HeldRecords } from '../../model/held-records';
import { defined } from '../../model/defined';

interface AsideRecord {
  readonly stream: Stream;
  readonly record: WireRecord;
}

/** Records not accepted yet, by position only: each once, in the order of its partition however they arrived. */
export class AsideRecords {
  private readonly partitions = new Map<string, AsideRecord[]>();

  constructor(carried: readonly HeldChain[] = []) {
    const records = new HeldRecords(carried);
    while (records.size > 0) {
      const { stream, batch } = records.next(records.size);
      for (const record of batch) this.keep(stream, record);
      records.drop(batch.length);
    }
  }

  get size(): number {
    return this.all().length;
  }

  keep(stream: Stream, { partition, leaderEpoch, offset, chain, key }: WireRecord): void {
    const place = placeOf(stream, partition);
    const kept = this.partitions.get(place) ?? [];
    this.partitions.set(place, kept);
    const position = { partition, leaderEpoch, offset };
    // Search from the end, because nearly all records come in order.
    const before = kept.findLastIndex(({ record }) => comparePositions(record, position) <= 0);
    const neighbour = kept[before]?.record;
    if (neighbour !== undefined && comparePositions(neighbour, position) === 0) return;
    // The payload is read back from Kafka later, because what waits here must fit a continue-as-new input.
    const value = { reference: 0 } as const;
    const record = { ...position, ...defined({ chain }), key, timestamp: 0, value };
    kept.splice(before + 1, 0, { stream, record });
  }

  /** Removes and returns, in order, what comes before `position` in its partition. */
  takeBefore(stream: Stream, position: Position): readonly AsideRecord[] {
    const kept = this.partitions.get(placeOf(stream, position.partition)) ?? [];
    const end = kept.findIndex(({ record }) => comparePositions(record, position) >= 0);
    return end === 0 ? [] : kept.splice(0, end === -1 ? kept.length : end);
  }

  /** Removes and returns everything, in the order of each partition. */
  takeAll(): readonly AsideRecord[] {
    const all = this.all();
    this.partitions.clear();
    return all;
  }

  carry(): readonly HeldChain[] {
    const records = new HeldRecords();
    for (const { stream, record } of this.all()) records.push(stream, record);
    return records.carry();
  }

  private all(): readonly AsideRecord[] {
    return Array.from(this.partitions.values()).flat();
  }
}

const placeOf = (stream: Stream, partition: number): string => `${streamLabel(stream)}/${partition}`;
