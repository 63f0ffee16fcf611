/** Errors that concern a record and not the moment: the same batch would be refused again. */
const RECORD_FAULTS: ReadonlySet<unknown> = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TIMESTAMP',
  'INVALID_RECORD',
  'CORRUPT_MESSAGE',
]);

/** Errors that concern a topic: nothing can be written to it until somebody mends it. */
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

/** Kafka refused a request because of at least one of these batches. Nothing of it was written. */
export class ProduceRefused<Batch> extends Error {
  constructor(
    readonly kind: RefusedKind,
    readonly batches: readonly Batch[],
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
