import {
  comparePositions,
  streamLabel,
  type Position,
  type Stream,
  type WireRecord,
} from '../../model/contract/record';
import type { Carried } from '../../model/contract/contract';
import { HeldRecords } from '../../model/records/held-records';
import { defined } from '../../model/defined';
import { isKey } from '../../model/wire/record-shapes';

interface AsideRecord {
  readonly stream: Stream;
  readonly record: WireRecord;
}

/** Records not accepted yet, by position only but for edited ones: each once, in the order of its partition however they arrived. */
export class AsideRecords {
  private readonly partitions = new Map<string, AsideRecord[]>();

  constructor({ aside, asideEdited = [] }: Pick<Carried, 'aside' | 'asideEdited'> = {}) {
    const records = new HeldRecords(aside);
    while (records.size > 0) {
      const { stream, batch } = records.next(records.size);
      for (const record of batch) this.keep(stream, record);
      records.drop(batch.length);
    }
    for (const { stream, record } of asideEdited) this.keep(stream, record);
  }

  get size(): number {
    return this.all().length;
  }

  keep(stream: Stream, given: WireRecord): void {
    const { partition, leaderEpoch, offset, chain, key, revision = 0 } = given;
    const place = placeOf(stream, partition);
    const kept = this.partitions.get(place) ?? [];
    this.partitions.set(place, kept);
    const position = { partition, leaderEpoch, offset };
    // Search from the end, because nearly all records come in order.
    const before = kept.findLastIndex(({ record }) => comparePositions(record, position) <= 0);
    const neighbour = kept[before]?.record;
    const known = neighbour !== undefined && comparePositions(neighbour, position) === 0;
    if (known && revision <= (neighbour.revision ?? 0)) return;
    // The payload is read back from Kafka later, because what waits here must fit a continue-as-new input. Kafka does not
    // have edited ones, of which whoever hands over sends few.
    const value = { reference: 0 } as const;
    const record = revision > 0 ? given : { ...position, ...defined({ chain }), key, timestamp: 0, value };
    kept.splice(known ? before : before + 1, known ? 1 : 0, { stream, record });
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

  carry(): Pick<Carried, 'aside' | 'asideEdited'> {
    const all = this.all();
    if (all.length === 0) return {};
    const records = new HeldRecords();
    // A key that does not travel is read back with its record.
    for (const { stream, record } of all)
      records.push(stream, { ...record, key: isKey(record.key) ? record.key : null });
    const edited = all.filter(({ record }) => record.revision !== undefined);
    return { aside: records.carry(), ...(edited.length === 0 ? {} : { asideEdited: edited }) };
  }

  private all(): readonly AsideRecord[] {
    return Array.from(this.partitions.values()).flat();
  }
}

const placeOf = (stream: Stream, partition: number): string => `${streamLabel(stream)}/${partition}`;
