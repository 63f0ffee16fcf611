import type { Failure, FailureCode } from '../../model/contract/contract';

/**
 * What `ctx.call` throws when the call failed for good. A handler may catch it and go on; if it does not, the record
 * fails with it: its state changes and deferred effects are undone and its key is parked.
 */
export class EffectError extends Error {
  override readonly name = 'EffectError';
  readonly code: FailureCode;
  readonly status: number | undefined;

  constructor(readonly failure: Failure) {
    super(failure.message);
    this.code = failure.code;
    this.status = failure.status;
  }
}
