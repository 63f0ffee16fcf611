import { createHash, randomBytes } from 'node:crypto';
import { parsedTraceParent, type TraceParent } from '../model/trace-parent';

const DIGITS = 16;

/**
 * The place of what a record causes: a call, or a record published for it. `id` names that, and is the same for each
 * attempt, as is the `traceparent` that is sent with it (I12). Undefined if the record belongs to no trace.
 */
export const causedSpan = (trace: string | undefined, id: string): TraceParent | undefined => {
  const record = trace === undefined ? undefined : parsedTraceParent(trace);
  // Without spans of ours, what we cause hangs on the span that caused us.
  if (record?.sampled !== true) return record;
  return { ...record, spanId: createHash('sha256').update(`span ${id}`).digest('hex').slice(0, DIGITS) };
};

/** The place of one attempt among several. */
export const attemptSpan = (place: TraceParent): TraceParent => ({
  ...place,
  spanId: randomBytes(DIGITS / 2).toString('hex'),
});
