import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { ResolvedConfig } from '../config/gateway/resolved-config';
import type { ResolvedRoute } from '../config/route/resolved-route';
import type { Hosting } from '../model/contract/contract';
import { defined } from '../model/defined';
import type { WireHeader, WireRecord, WireValue } from '../model/contract/record';
import { chainId, hostWorkflowId, laneOf, nullKeyChainId } from '../model/names/workflow-id';
import type { SourceRecord } from './record-source';
import { keyText } from './key-formats';
import { RecordTraces, type TracedRecord } from './record-traces';
import { type RecordDecoder, undecodable, valueDecoder, wireBytes } from './value-decoders';

export const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Larger headers make a record travel by reference, as a large value does. */
const MAX_INLINE_HEADER_BYTES = 32_768;

/** A longer key stays in Kafka, too: it would be in every signal, input and status of its workflow. */
const MAX_INLINE_KEY_BYTES = 4_096;

/** Says of a record that nobody holds why it cannot be handled. */
const tooLargeWords = (bytes: number): string =>
  `The record has ${bytes} bytes or more, and Sluice holds none of more than 64 MB in memory: it is still in Kafka. ` +
  'Skip it, and have the producer send a reference to what is so large.';

/** Says of a record whose batch could not be decoded why it cannot be handled. */
const unreadableWords = (why: string): string =>
  `Its record batch could not be decoded (${why.slice(0, 200)}), so that nobody knows its key: it is still in Kafka. ` +
  'Skip it, and have the producer send it again with another compression.';

/** The workflow that a record goes to, and what is needed to start it. */
export interface SignalTarget {
  readonly workflowId: string;
  readonly hosting: Hosting;
}

export interface EncodedRecord {
  readonly target: SignalTarget;
  readonly record: WireRecord;
  /** Approximate size of the record in a signal, in bytes. */
  readonly bytes: number;
  /** Set if the record belongs to a trace. */
  readonly traced?: TracedRecord;
}

type KeyRead =
  | { readonly kind: 'read'; readonly said: Pick<WireRecord, 'keyText' | 'rawKey'> }
  | { readonly kind: 'refused'; readonly why: string };

/** Turns a route's records into what their workflows get. It is total: no record makes it fail. */
export class RecordEncoder {
  constructor(
    private readonly gateway: string,
    private readonly route: ResolvedRoute,
    private readonly decoder: RecordDecoder,
    private readonly inlineBytes: number,
    private readonly seen?: (record: SourceRecord) => void,
    /** Undefined if nobody wants traces. */
    private readonly traces?: RecordTraces,
  ) {}

  /** `seen` is told of each record that is encoded. */
  static ofRoute(
    { name, bridge, tracing }: Pick<ResolvedConfig, 'name' | 'bridge' | 'tracing'>,
    route: ResolvedRoute,
    seen?: (record: SourceRecord) => void,
  ): RecordEncoder {
    const traces = tracing && new RecordTraces(`${name} ${route.name}`, tracing.sample);
    return new RecordEncoder(name, route, valueDecoder(route), bridge.inlineBytes, seen, traces);
  }

  encode(partition: number, source: SourceRecord): EncodedRecord {
    this.seen?.(source);
    const chain = this.chain(partition, source);
    const traced = this.traces?.of(partition, source);
    const record = { ...this.record(partition, source), ...defined({ trace: traced?.trace }) };
    const payload = 'reference' in record.value ? 0 : carriedBytes(record.value, source.value);
    return {
      target: this.target(chain, record),
      record: this.route.lanes > 0 ? { ...record, chain } : record,
      bytes: payload + headerBytes(source) + (record.key === null ? 0 : (source.key?.length ?? 0)) + 150,
      ...defined({ traced }),
    };
  }

  /** The record alone, with its payload whatever its size: for reading back what waits by reference. */
  whole(partition: number, source: SourceRecord): WireRecord {
    const trace = this.traces?.of(partition, source)?.trace;
    return { ...this.wire(partition, source, this.value(source), headers(source)), ...defined({ trace }) };
  }

  private chain(partition: number, { key, offset }: SourceRecord): string {
    return key === null ? nullKeyChainId(partition, offset, this.route.nullKeySpread) : chainId(key, sha256Hex);
  }

  private target(chain: string, record: WireRecord): SignalTarget {
    const { name, lanes } = this.route;
    const workflowId = hostWorkflowId(this.gateway, name, chain, lanes);
    if (lanes > 0) return { workflowId, hosting: { kind: 'lane', lane: laneOf(chain, lanes), of: lanes } };
    return { workflowId, hosting: { kind: 'key', chain, key: record.key } };
  }

  private record(partition: number, source: SourceRecord): WireRecord {
    const size = source.value?.length ?? 0;
    const longKey = (source.key?.length ?? 0) > MAX_INLINE_KEY_BYTES;
    if (source.tooLarge !== undefined) {
      return this.wire(partition, longKey ? { ...source, key: null } : source, this.value(source), []);
    }
    if (longKey) {
      // The chain id names the key; `whole` reads it back.
      return this.wire(partition, { ...source, key: null }, { reference: size }, []);
    }
    if (size > this.inlineBytes || headerBytes(source) > MAX_INLINE_HEADER_BYTES) {
      return this.wire(partition, source, { reference: size }, []);
    }
    const value = this.value(source);
    const inline = carriedBytes(value, source.value) <= this.inlineBytes;
    return this.wire(partition, source, inline ? value : { reference: size }, inline ? headers(source) : []);
  }

  private value({ value, tooLarge, unreadable }: SourceRecord): WireValue {
    if (unreadable !== undefined) return { undecodable: unreadableWords(unreadable), base64: '' };
    if (tooLarge !== undefined) return { undecodable: tooLargeWords(tooLarge), base64: '' };
    return value === null ? { tombstone: true } : this.decoder.decode(value);
  }

  private wire(
    partition: number,
    { key, value: produced, leaderEpoch, offset, timestamp }: SourceRecord,
    value: WireValue,
    carried: readonly WireHeader[],
  ): WireRecord {
    const read = this.read(key);
    const refused = read.kind === 'refused' && !('reference' in value) ? read.why : undefined;
    return {
      partition,
      leaderEpoch,
      offset: offset.toString(),
      key: key === null ? null : wireBytes(key),
      ...(read.kind === 'refused' ? {} : read.said),
      timestamp,
      ...(carried.length === 0 ? {} : { headers: carried }),
      value: refused === undefined ? value : undecodable(produced ?? Buffer.alloc(0), refused),
    };
  }

  /** What the record says about its key, or why the route cannot read it. */
  private read(key: Buffer | null): KeyRead {
    if (key === null) return { kind: 'read', said: {} };
    const { key: format } = this.route;
    const raw = isUtf8(key) ? {} : ({ rawKey: true } as const);
    if (format === 'utf8') return { kind: 'read', said: raw };
    try {
      return { kind: 'read', said: { ...raw, keyText: keyText(format, key) } };
    } catch (error) {
      return { kind: 'refused', why: (error as Error).message };
    }
  }
}

/** The record by position, with all of its payload left in Kafka. `bytes` is the size of what is left there. */
export const bareReference = (
  { partition, leaderEpoch, offset, key, timestamp, chain }: WireRecord,
  bytes: number,
): WireRecord => ({
  partition,
  leaderEpoch,
  offset,
  key,
  timestamp,
  ...defined({ chain }),
  value: { reference: bytes },
});

export const isBareReference = ({ value, headers }: WireRecord): boolean =>
  'reference' in value && headers === undefined;

/** Approximate size of a value in a signal: that of its bytes, or more if JSON travels with its own text beside it. */
const carriedBytes = (value: WireValue, bytes: Buffer | null): number =>
  'json' in value && value.source !== undefined ? Buffer.byteLength(JSON.stringify(value)) : (bytes?.length ?? 0);

const headers = ({ headers: pairs }: SourceRecord): readonly WireHeader[] =>
  pairs.map(([name, value]) => [name, value === null ? null : wireBytes(value)]);

const headerBytes = ({ headers: pairs }: SourceRecord): number =>
  pairs.reduce((sum, [name, value]) => sum + name.length + (value?.length ?? 0) + 8, 0);
