// Why a record fails: the errors that a handler throws or gets, and the failure that they give its record.
import type { Failure, FailureCode } from '../../model/contract/contract';
import type { EffectFailure } from '../../model/contract/effect-contract';
import { defined } from '../../model/defined';
import { thrownText } from '../../model/thrown-text';
import { thrownPlace } from './thrown-place';

const MESSAGE_CHARACTERS = 1_000;
const CODE = /^[\w.-]{1,64}$/;

/**
 * Thrown by `ctx.call` when the call failed for good. A handler may catch it and go on. If it does not, the record
 * fails: its state changes and deferred effects are undone and its key is parked.
 */
export class EffectError extends Error {
  override readonly name = 'EffectError';
  readonly code: FailureCode;
  readonly status: number | undefined;
  /** True if the effect may have happened all the same, in this attempt or an earlier one. */
  readonly perhapsDone: boolean;

  constructor(readonly failure: Failure) {
    super(failure.message);
    this.code = failure.code;
    this.status = failure.status;
    this.perhapsDone = failure.perhapsDone === true;
  }
}

/**
 * Thrown by a handler to refuse its record for good, with its own message and code: an account that does not exist, an
 * amount that no one may transfer. The record is undone as after any error (I8) and meets the `refused` action of its
 * route, so that it can be treated differently from a bug, which meets `handler`.
 * @throws Error when `code` is not 1-64 of `[A-Za-z0-9_.-]`.
 */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
  readonly code: string | undefined;

  constructor(message: string, { code }: { readonly code?: string } = {}) {
    super(message);
    if (code !== undefined && !CODE.test(code)) {
      throw new Error(`Code of a TerminalError: expected 1-64 of [A-Za-z0-9_.-], got ${JSON.stringify(code)}.`);
    }
    this.code = code;
  }

  /** The record's failure as it is shown and kept. */
  get failure(): Failure {
    const message = this.message.slice(0, MESSAGE_CHARACTERS);
    return { code: 'handler-refused', message, ...defined({ reason: this.code }) };
  }
}

// Handlers of all keys of a lane have them, and what they throw is told by them.
for (const shared of [EffectError, TerminalError]) [shared, shared.prototype].forEach((part) => Object.freeze(part));

/** Turns what a handler threw into the failure of its record. It never fails, whatever that is (I7). */
export const failureOf = (error: unknown): Failure => {
  try {
    if (error instanceof EffectError || error instanceof TerminalError) return error.failure;
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return handlerError(text, error);
  } catch {
    return handlerError(thrownText(error), error);
  }
};

const handlerError = (text: string, error: unknown): Failure => ({
  code: 'handler-error',
  message: text.slice(0, MESSAGE_CHARACTERS),
  ...defined({ at: thrownPlace(error) }),
});

/** Failures after which it is certain that the receiver did nothing or was not called. */
const REFUSALS: ReadonlySet<FailureCode> = new Set([
  'http-status',
  'request-invalid',
  'destination-unknown',
  'undecodable',
  'record-gone',
]);

/** True if the activity itself failed, whatever it had done until then; see `EffectCombiner`. */
export const isFault = (failure: EffectFailure | undefined): boolean =>
  failure?.code === 'destination-error' && failure.destination === undefined;

/** False if the effect may have been done all the same: a retryable status does not rule that out. */
export const isRefusal = (failure: EffectFailure | undefined): boolean =>
  failure?.terminal === true && REFUSALS.has(failure.code);
