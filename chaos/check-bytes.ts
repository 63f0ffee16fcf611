import type { Facts } from './facts';
import { grouped } from './grouped';
import type { Violation } from './violation';

/** What the API got for a record is what was produced, and under one idempotency key it is always the same (I12). */
export const checkBytes = ({ records, calls }: Pick<Facts, 'records' | 'calls'>): readonly Violation[] => {
  const produced = new Map(records.map(({ id, body }) => [id, body]));
  return [
    ...calls
      .filter(({ id, body }) => produced.has(id) && produced.get(id) !== body)
      .map(({ id, key }): Violation => ({ kind: 'changed-bytes', what: `${id} of ${key} came with other bytes` })),
    ...[...grouped(calls, ({ idempotencyKey }) => idempotencyKey)]
      .filter(([, same]) => new Set(same.map(({ request }) => request)).size > 1)
      .map(([idempotencyKey, same]): Violation => ({
        kind: 'other-request',
        what: `${same.length} calls under ${idempotencyKey} were not the same request`,
      })),
  ];
};
