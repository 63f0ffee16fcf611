import { errorText } from '../../errors';
import type { ChainWork, ReadRequest, ReadResult } from '../../model/contract/effect-contract';
import { isUndecoded } from '../../model/records/is-undecoded';
import { payloadPlace, shareRead } from '../../model/records/payload-place';
import type { WireRecord } from '../../model/contract/record';
import type { CallFailure } from '../destinations/call/destination';

type ReadRecords = (request: ReadRequest) => Promise<readonly ReadResult[]>;
type Read = { readonly record: WireRecord } | { readonly failure: CallFailure };

/** Reads payloads of records that wait by reference, or undecoded, from Kafka when their turn comes, neighbours together. */
export class ReferenceReader {
  private readonly read = new Map<string, ReadResult>();

  constructor(
    private readonly route: string,
    private readonly readRecords: ReadRecords,
  ) {}

  /** The record at `index` of the chain's work, with its payload. */
  async record(work: ChainWork, index: number): Promise<Read> {
    const wanted = work.records[index];
    if (wanted?.record !== undefined && !isUndecoded(wanted.record)) return { record: wanted.record };
    const id = placeOf(work.chain, index);
    if (!this.read.has(id)) {
      try {
        await this.readRun(work, index);
      } catch (error) {
        const message = `Could not read the record back from Kafka: ${errorText(error)}`;
        return { failure: { code: 'network', message, terminal: false } };
      }
    }
    const result = this.read.get(id);
    // A payload is read and used once, and is not kept because it may be large.
    this.read.delete(id);
    if (result === undefined) {
      return { failure: { code: 'network', message: 'Kafka answered without the record.', terminal: false } };
    }
    if ('record' in result) return { record: result.record };
    if (wanted?.record !== undefined) return { record: wanted.record };
    return { failure: { code: 'record-gone', message: result.gone, terminal: true } };
  }

  /** How many records right behind the one at `index`, which is gone, were found gone with it. */
  goneAfter(work: ChainWork, index: number): number {
    let count = 0;
    for (;;) {
      const result = this.read.get(placeOf(work.chain, index + 1 + count));
      if (result === undefined || 'record' in result || work.records[index + 1 + count]?.record !== undefined)
        return count;
      count += 1;
    }
  }

  private async readRun({ chain, records }: ChainWork, from: number): Promise<void> {
    const first = records[from];
    if (first === undefined) return;
    const { stream, position } = payloadPlace(first);
    const offsets: string[] = [];
    for (const next of records.slice(from)) {
      if ((next.record !== undefined && !isUndecoded(next.record)) || !shareRead(first, next)) break;
      offsets.push(payloadPlace(next).position.offset);
    }
    const results = await this.readRecords({
      route: this.route,
      stream,
      partition: position.partition,
      leaderEpoch: position.leaderEpoch,
      offsets,
      ...(first.redriven === undefined ? {} : { letters: true }),
    });
    for (const [at, result] of results.entries()) this.read.set(placeOf(chain, from + at), result);
  }
}

const placeOf = (chain: string, index: number): string => `${chain} ${index}`;
