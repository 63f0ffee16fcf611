import type { Failure } from '../../model/contract/contract';
import { defined } from '../../model/defined';

const MESSAGE_CHARACTERS = 1_000;
const CODE = /^[\w.-]{1,64}$/;

/**
 * What a handler throws to refuse its record for good, in its own words and with a code of its own: an account that does
 * not exist, an amount that no one may transfer. The record is undone like after any error (I8) and meets the `refused`
 * action of its route, so that it can be treated unlike a bug, which meets `handler`.
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

  /** As the record's failure is shown and kept. */
  get failure(): Failure {
    const message = this.message.slice(0, MESSAGE_CHARACTERS);
    return { code: 'handler-refused', message, ...defined({ reason: this.code }) };
  }
}
