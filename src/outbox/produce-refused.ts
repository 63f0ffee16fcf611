/** What Kafka says of a record, not of the moment: the same batch would be refused again. */
const RECORD_FAULTS: ReadonlySet<unknown> = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TIMESTAMP',
  'INVALID_RECORD',
  'CORRUPT_MESSAGE',
]);

/** What it says of a topic: nothing goes there until somebody has done something about it. */
const TOPIC_FAULTS: ReadonlySet<unknown> = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'INVALID_TOPIC_EXCEPTION',
  'TOPIC_AUTHORIZATION_FAILED',
  'POLICY_VIOLATION',
]);

export type RefusedKind = 'record' | 'topic';

export const refusedKind = (error: unknown): RefusedKind | undefined => {
  const { type } = error as { readonly type?: unknown };
  if (RECORD_FAULTS.has(type)) return 'record';
  return TOPIC_FAULTS.has(type) ? 'topic' : undefined;
};

/** Kafka refused a request with these batches; at least one of them is why. Nothing of it was written. */
export class ProduceRefused<Batch> extends Error {
  constructor(
    readonly kind: RefusedKind,
    readonly batches: readonly Batch[],
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
