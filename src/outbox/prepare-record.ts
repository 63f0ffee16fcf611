import { createHash } from 'node:crypto';
import type { ResolvedOutbox } from '../config/gateway/resolved-config';
import type { ResolvedRoute } from '../config/route/resolved-route';
import { defined } from '../model/defined';
import { idempotencyKey } from '../model/names/idempotency-key';
import { parsedTraceParent, TRACE_PARENT_HEADER, traceParentText } from '../model/trace-parent';
import type { Publish, PublishWork } from '../model/contract/outbox-contract';
import type { WireBytes, WireHeader } from '../model/contract/record';
import { causedSpan } from '../telemetry/caused-span';
import { bytesOfText } from './bytes-of-text';
import type { PreparedRecord, PublishSpan } from './prepared-ask';
import { valueEncoders, type ValueFormat } from './value-encoders';

/** Bytes of a record in a batch besides key, value and headers. */
const RECORD_BYTES = 64;
const HEADER_BYTES = 10;
/** What Kafka writes for a record without a time. */
const NO_TIME = -1;
/** Header that identifies a published record: the same for every attempt, and for no other record. */
export const RECORD_ID_HEADER = 'sluice.id';

export interface PublishCause {
  readonly gateway: string;
  readonly work: PublishWork;
  /** Where the record that publishes stands in its trace. */
  readonly trace: string | undefined;
}

/** @throws Error in words, when Kafka cannot have the record. */
export const prepareRecord = (
  { gateway, work, trace }: PublishCause,
  { step, recordId, topic, key, value, headers = [], partition, timestamp }: Publish,
  { route, outbox }: { readonly route: ResolvedRoute | undefined; readonly outbox: ResolvedOutbox },
): PreparedRecord => {
  const { stream, position, revision = 0 } = work;
  const id = recordId ?? shortHash(idempotencyKey({ gateway, stream, position, revision, step }));
  if (timestamp !== undefined && timestamp < NO_TIME) {
    throw new Error(`Expected a time since 1970, got ${timestamp} milliseconds from then: Kafka has none before.`);
  }
  const encoded = valueEncoders[formatOf(topic, route, outbox)].encode(value);
  const keyBytes = key === null ? null : bytesOf(key);
  const own: WireHeader = [RECORD_ID_HEADER, id];
  const sized = [...headers, own].map(withBytes);
  const traced = tracedBy(trace, id, headers);
  return {
    topic,
    key: keyBytes,
    value: encoded,
    headers: [...traced.headers.map(withBytes), ...sized],
    // Without the trace: where an ask is cut must not depend on whether the process that prepares it takes part in traces.
    bytes: sized.reduce(
      (sum, [name, content]) => sum + Buffer.byteLength(name) + (content?.length ?? 0) + HEADER_BYTES,
      RECORD_BYTES + (encoded?.length ?? 0) + (keyBytes?.length ?? 0),
    ),
    ...defined({ partition, timestamp, span: traced.span }),
  };
};

interface Traced {
  readonly headers: readonly WireHeader[];
  readonly span?: PublishSpan;
}

/** A record that is given a place in a trace by whoever publishes it keeps that. */
const tracedBy = (trace: string | undefined, id: string, headers: readonly WireHeader[]): Traced => {
  const place = causedSpan(trace, id);
  if (place === undefined || headers.some(([name]) => name === TRACE_PARENT_HEADER)) return { headers: [] };
  const header: WireHeader = [TRACE_PARENT_HEADER, traceParentText(place)];
  const parent = parsedTraceParent(trace ?? '')?.spanId;
  return { headers: [header], ...(place.sampled && parent !== undefined ? { span: { place, parent } } : {}) };
};

const withBytes = ([name, content]: WireHeader): readonly [string, Buffer | null] => [
  name,
  content === null ? null : bytesOf(content),
];

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

const formatOf = (topic: string, route: ResolvedRoute | undefined, outbox: ResolvedOutbox): ValueFormat =>
  outbox.topics.get(topic) ?? (route?.publish === undefined ? 'json' : route.value);

const bytesOf = (bytes: WireBytes): Buffer =>
  typeof bytes === 'string' ? bytesOfText(bytes) : Buffer.from(bytes.base64, 'base64');
