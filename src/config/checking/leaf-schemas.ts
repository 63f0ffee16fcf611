// Plain kinds of values that options accept.
import { z } from 'zod';
import { expectations } from './expectations';

export const integer = (min: number, max: number): z.ZodInt =>
  z
    .int()
    .min(min)
    .max(max)
    .register(expectations, { expected: `an integer from ${min} to ${max}` });

export const decimal = (min: number, max: number): z.ZodNumber =>
  z
    .number()
    .min(min)
    .max(max)
    .register(expectations, { expected: `a number from ${min} to ${max}` });

export const flag = z.boolean().register(expectations, { expected: 'true or false' });

export const oneOf = <const T extends readonly [string, ...string[]]>(...names: T): z.ZodType<T[number], T[number]> =>
  z.enum(names).register(expectations, { expected: names.map((name) => `'${name}'`).join(' or ') });
