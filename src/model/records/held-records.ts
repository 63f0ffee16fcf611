import { comparePositions, sameStream, type Stream, type WireBytes, type WireRecord } from '../contract/record';
import type { HeldChain } from '../contract/contract';
import { jsonSize } from '../json/json-size';
import { packReferences, unpackReferences, type Reference } from './reference-runs';
import { defined } from '../defined';

interface HeldRecord extends Reference {
  readonly chain: string | undefined;
  readonly key: WireBytes | null;
}

/** Records of a closed workflow, by position and in the order of each partition, which its watermarks require. */
export class HeldRecords {
  private records: HeldRecord[] = [];

  constructor(carried: readonly HeldChain[] = []) {
    for (const { chain, key, runs } of carried) {
      for (const reference of runs.flatMap(unpackReferences)) this.records.push({ ...reference, chain, key });
    }
    this.records.sort(byPosition);
  }

  get size(): number {
    return this.records.length;
  }

  push(stream: Stream, { chain, key, partition, leaderEpoch, offset }: WireRecord): void {
    this.records.push({ stream, chain, key, position: { partition, leaderEpoch, offset } });
  }

  /**
   * The next records of one stream, to be signalled together: at most `count`, and as many as `bytes` of keys allow,
   * but at least one. Only keys count, because nothing else in these records is long.
   */
  next(count: number, bytes = Infinity): { readonly stream: Stream; readonly batch: readonly WireRecord[] } {
    const stream = this.records[0]?.stream ?? { id: '', topic: '' };
    let used = 0;
    const end = this.records.findIndex((record, index) => {
      used += keyBytes(record);
      return index >= count || !sameStream(record.stream, stream) || (index > 0 && used > bytes);
    });
    const batch = this.records.slice(0, end === -1 ? this.records.length : end);
    return { stream, batch: batch.map(wireRecord) };
  }

  drop(count: number): void {
    this.records = this.records.slice(count);
  }

  /** Packs the records by chain, because offsets are close together only within a chain. */
  carry(): HeldChain[] {
    const chains = new Map<string, HeldRecord[]>();
    for (const record of this.records) {
      const id = record.chain ?? '';
      const known = chains.get(id);
      if (known === undefined) chains.set(id, [record]);
      else known.push(record);
    }
    return Array.from(chains.values(), (records) => {
      const [first] = records;
      const chain = first?.chain;
      return { ...defined({ chain }), key: first?.key ?? null, runs: packReferences(records) };
    });
  }
}

const wireRecord = ({ chain, key, position }: HeldRecord): WireRecord => ({
  ...position,
  ...defined({ chain }),
  key,
  // The record is read back from Kafka, with its time and headers, when its turn comes.
  timestamp: 0,
  value: { reference: 0 },
});

const byPosition = (a: Reference, b: Reference): number => {
  if (a.stream.id !== b.stream.id) return a.stream.id < b.stream.id ? -1 : 1;
  const replays = (a.stream.replay ?? 0) - (b.stream.replay ?? 0);
  if (replays !== 0) return replays;
  if (a.position.partition !== b.position.partition) return a.position.partition - b.position.partition;
  return comparePositions(a.position, b.position);
};

/** Size of a key, as text or base64, and of the chain that is named after it. */
const keyBytes = ({ key, chain = '' }: HeldRecord): number => jsonSize(JSON.stringify(key)) + chain.length;
