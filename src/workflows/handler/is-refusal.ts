import type { FailureCode } from '../../model/contract/contract';
import type { EffectFailure } from '../../model/contract/effect-contract';

/** Failures that say that the receiver has done nothing, or was not even called. */
const REFUSALS: ReadonlySet<FailureCode> = new Set([
  'http-status',
  'request-invalid',
  'destination-unknown',
  'undecodable',
  'record-gone',
]);

/** False: the effect may have been done all the same. A status that is worth a retry says too little. */
export const isRefusal = (failure: EffectFailure | undefined): boolean =>
  failure?.terminal === true && REFUSALS.has(failure.code);
