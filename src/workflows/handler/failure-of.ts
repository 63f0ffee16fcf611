import type { Failure } from '../../model/contract/contract';
import { EffectError } from './effect-error';
import { TerminalError } from './terminal-error';

/** What a handler threw, as the failure of its record. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof EffectError || error instanceof TerminalError) return error.failure;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { code: 'handler-error', message: text.slice(0, 1_000) };
};
