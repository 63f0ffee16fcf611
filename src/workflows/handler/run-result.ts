import type { Failure } from '../../model/contract/contract';
import type { Effect } from '../../model/contract/effect-contract';
import type { Publish } from '../../model/contract/outbox-contract';

/**
 * `abandoned`: the record is not to be judged by this run, because one before it failed, an operator skipped it, or the
 * workflow leaves for continue-as-new. It runs again from its start, or never.
 */
export type RunResult =
  | { readonly kind: 'succeeded'; readonly deferred: readonly Effect[]; readonly published: readonly Publish[] }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'abandoned' };
