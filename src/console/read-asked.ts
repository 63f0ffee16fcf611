// Reads what a GET asks for. Undefined if it asks for something that there is not.
import { z } from 'zod';
import { defined } from '../model/defined';
import { KEY_FILTERS } from '../operations/keys/key-filter';
import type { KeyAsked, KeysAsked, LettersAsked } from './port/console-port';
import type { KeyAddress } from './wire/keys';

const name = z.string().min(1).max(500);
const page = z.string().max(8_000).optional();
const route = name;
const chain = z.string().regex(/^[A-Za-z0-9_-]{1,1000}$/);

const keys = z.strictObject({
  route,
  status: z.enum(KEY_FILTERS).default('parked'),
  destination: name.optional(),
  cause: name.optional(),
  exact: z
    .literal('yes')
    .transform(() => true as const)
    .optional(),
  page,
});
const address = z.strictObject({ route, chain });
const key = z.union([address, z.strictObject({ route, key: z.string().max(4_096) })]);
const letters = z.strictObject({
  route,
  state: z.enum(['open', 'redriven', 'dismissed', 'all']).default('open'),
  cause: name.optional(),
  destination: name.optional(),
  since: z.coerce.number().int().min(0).optional(),
  page,
});
const agents = z.strictObject({ page });

type Query = Readonly<Record<string, string>>;

/** A field of a form that was left empty filters nothing. */
const filled = (query: Query): Query =>
  Object.fromEntries(Object.entries(query).filter(([field, value]) => value !== '' || field === 'key'));

const parsed = <T extends object>(schema: z.ZodType<T>, query: Query) => {
  const { data } = schema.safeParse(filled(query));
  return data && defined(data);
};

export const readKeysAsked = (query: Query): KeysAsked | undefined => parsed(keys, query) as KeysAsked | undefined;

export const readKeyAddress = (query: Query): KeyAddress | undefined =>
  parsed(address, query) as KeyAddress | undefined;

export const readKeyAsked = (query: Query): KeyAsked | undefined => parsed(key, query) as KeyAsked | undefined;

export const readLettersAsked = (query: Query): LettersAsked | undefined =>
  parsed(letters, query) as LettersAsked | undefined;

export const readAgentsAsked = (query: Query): { readonly page?: string } | undefined => parsed(agents, query);
