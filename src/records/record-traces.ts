// Gives records their places in traces. A place is a function of the record and its position alone: however often a
// record is read, by whichever process, its calls carry the same `traceparent` (I12).
import { createHash } from 'node:crypto';
import { parsedTraceParent, TRACE_PARENT_HEADER, traceParentText, type TraceParent } from '../model/trace-parent';
import type { SourceRecord } from './record-source';

/** What of SHA-256 decides about a trace, so that all who meet it decide alike. */
const SAMPLE_DIGITS = 8;

export interface TracedRecord {
  /** What the record's workflow and its calls go on from. */
  readonly trace: string;
  /** The span of its producer; undefined if the trace begins with the record. */
  readonly parent: TraceParent | undefined;
}

export class RecordTraces {
  /** `sample`: which part of the records that come without a trace get one, from 0 to 1. */
  constructor(
    private readonly scope: string,
    private readonly sample: number,
  ) {}

  /** Undefined for a record that belongs to no trace. */
  of(partition: number, record: SourceRecord): TracedRecord | undefined {
    const parent = producerOf(record);
    // Whoever began the trace wants no spans, so that there is none to be the parent of what follows.
    if (parent?.sampled === false) return { trace: traceParentText(parent), parent };
    const { leaderEpoch, offset, timestamp } = record;
    const place = [this.scope, partition, leaderEpoch, offset.toString(), timestamp];
    const digest = createHash('sha256').update(JSON.stringify(place)).digest('hex');
    const traceId = parent?.traceId ?? digest.slice(0, 32);
    if (parent === undefined && !this.begins(digest)) return undefined;
    return { trace: traceParentText({ traceId, spanId: digest.slice(32, 48), sampled: true }), parent };
  }

  private begins(digest: string): boolean {
    return parseInt(digest.slice(-SAMPLE_DIGITS), 16) < this.sample * 16 ** SAMPLE_DIGITS;
  }
}

/** Several headers of the name say nothing: nobody knows which is meant. */
const producerOf = ({ headers }: SourceRecord): TraceParent | undefined => {
  const [only, ...more] = headers.filter(([name]) => name === TRACE_PARENT_HEADER);
  const text = only?.[1];
  return more.length > 0 || text === undefined || text === null
    ? undefined
    : parsedTraceParent(text.toString('latin1'));
};
