import { z } from 'zod';
import type { ActionRequest } from '../wire/actions';

const name = z.string().min(1).max(500);
const offset = z.string().regex(/^\d{1,19}$/, 'Expected an offset.');
const key = z.strictObject({
  route: name,
  chain: z.string().regex(/^[A-Za-z0-9_-]{1,1000}$/, 'Expected a chain in base64url.'),
});
const keysVerb = z.enum(['retry', 'skip', 'pause', 'resume']);
const newEffect = z.boolean().optional();

const action = z.union([
  z.strictObject({ verb: keysVerb, key, offset: offset.optional(), newEffect }),
  z.strictObject({
    verb: keysVerb,
    keys: z.strictObject({
      route: name.optional(),
      status: name.optional(),
      destination: name.optional(),
      cause: name.optional(),
      exact: z.literal(true).optional(),
    }),
    newEffect,
  }),
  z.strictObject({ verb: z.literal('edit'), key, offset, value: z.string().nullable() }),
  z.strictObject({ verb: z.enum(['pause-route', 'resume-route']), route: name }),
  z.strictObject({
    verb: z.literal('redrive'),
    route: name,
    letters: z.strictObject({
      letter: z
        .string()
        .regex(/^\d{1,9}\/\d{1,19}$/, 'Expected partition/offset.')
        .optional(),
      cause: name.optional(),
      destination: name.optional(),
    }),
    newEffect,
  }),
  z.strictObject({
    verb: z.literal('replay'),
    route: name,
    from: z.union([
      z.strictObject({ earliest: z.literal(true) }),
      z.strictObject({ timeMs: z.int().min(0) }),
      z.strictObject({ offset }),
    ]),
    topic: name.optional(),
    partition: z.int().min(0).optional(),
    newEffects: z.boolean(),
  }),
]);

const schema = z.strictObject({ action, confirm: z.string().max(200).optional(), sure: z.boolean().optional() });

/** Undefined if the value is no request, whatever it is. Fields of the result stand in the order of the schema. */
export const readActionRequest = (value: unknown): ActionRequest | undefined =>
  schema.safeParse(value).data as ActionRequest | undefined;
