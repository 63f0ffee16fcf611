// Options that take a secret, so that problems never show their values.
import { z } from 'zod';
import { expectations } from '../checking/expectations';
import { HEADER_VALUE } from '../checking/header-schemas';
import type { Secret } from './secret';

export const headerValueOrSecret = z
  .union([z.string().regex(HEADER_VALUE), z.custom<Secret>((value) => secretLike(value))])
  .register(expectations, {
    expected: "a header value (Latin-1 text without control characters), or secret('VARIABLE')",
    hidden: true,
  });

/** A plain secret: a prefix, which other secrets may have, makes no sense here. */
export const plainSecret = z
  .custom<Secret>((value) => secretLike(value) && (value as Secret).prefix === '')
  .register(expectations, { expected: "secret('VARIABLE') without a prefix", hidden: true });

const secretLike = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'secretFrom' in value &&
  typeof value.secretFrom === 'string' &&
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(value.secretFrom) &&
  'prefix' in value &&
  typeof value.prefix === 'string' &&
  HEADER_VALUE.test(value.prefix);
