// What each schema expects, in words: problems and the docs quote them.
import { z } from 'zod';

export interface Expectation {
  readonly expected: string;
  /** The value may be a credential, so problems never show it. */
  readonly hidden?: true;
}

export const expectations = z.registry<Expectation>();

/** A text that one pattern matches. */
export const matching = (pattern: RegExp, expected: string): z.ZodString =>
  z.string().regex(pattern).register(expectations, { expected });
