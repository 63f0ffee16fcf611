import ms from 'ms';
import { z } from 'zod';
import { expectations } from './expectations';

/** Milliseconds of a duration with a unit; undefined for anything else. `'10'` is refused because it has no unit. */
export const durationMs = (text: unknown): number | undefined => {
  if (typeof text !== 'string' || !/^\d+(\.\d+)?\s*(ms|s|m|h|d)$/.test(text)) return undefined;
  return Math.round(ms(text as ms.StringValue));
};

export const duration = (min: string, max: string): z.ZodType<number, string> =>
  z
    .string()
    .refine((text) => {
      const found = durationMs(text);
      return found !== undefined && found >= (durationMs(min) ?? 0) && found <= (durationMs(max) ?? Infinity);
    })
    .transform((text) => durationMs(text) ?? 0)
    .register(expectations, { expected: `a duration from '${min}' to '${max}' such as '10s' or '2m'` });
