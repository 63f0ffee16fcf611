/** Where a call or record stands in a trace, as the header `traceparent` of W3C Trace Context says it. */
export interface TraceParent {
  /** 32 lower-case hexadecimal digits, not all of them zero. */
  readonly traceId: string;
  /** 16 lower-case hexadecimal digits, not all of them zero: the span that whatever follows is caused by. */
  readonly spanId: string;
  /** True if whoever began the trace wants its spans recorded. */
  readonly sampled: boolean;
}

/** Name of the header, in HTTP and in Kafka. */
export const TRACE_PARENT_HEADER = 'traceparent';

/** A later version may say more behind a dash, which is not passed on. */
const FORM = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.{0,400})?$/;
const SAMPLED = 0x01;

/** Reads `traceparent` by W3C Trace Context, level 1, section 3.2. Undefined for whatever is none. */
export const parsedTraceParent = (text: string): TraceParent | undefined => {
  const [, version = '', traceId = '', spanId = '', flags = '', more] = FORM.exec(text) ?? [];
  if (version === '' || version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, sampled: (parseInt(flags, 16) & SAMPLED) !== 0 };
};

export const traceParentText = ({ traceId, spanId, sampled }: TraceParent): string =>
  `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
