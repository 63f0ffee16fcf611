import type { Client } from '@temporalio/client';
import { CAUSE_ATTRIBUTE, SEARCH_ATTRIBUTES } from '../../../src/model/names/search-attributes';
import { ensureSearchAttributes } from '../../../src/temporal/search-attributes';

/** A namespace that has `known`, and refuses to register what is not in `may`. */
const namespaceWith = (known: readonly string[], may: readonly string[]) => {
  const customAttributes: Record<string, unknown> = Object.fromEntries(known.map((name) => [name, {}]));
  const client = {
    options: { namespace: 'bank' },
    workflow: { count: () => Promise.resolve({ count: 0 }) },
    connection: {
      operatorService: {
        listSearchAttributes: () => Promise.resolve({ customAttributes }),
        addSearchAttributes: ({ searchAttributes }: { searchAttributes: object }) => {
          const names = Object.keys(searchAttributes);
          if (names.some((name) => !may.includes(name))) return Promise.reject(new Error('no column is left'));
          for (const name of names) customAttributes[name] = {};
          return Promise.resolve();
        },
      },
    },
  };
  return { client: client as unknown as Client, names: () => Object.keys(customAttributes) };
};

const ALL = SEARCH_ATTRIBUTES.map(({ name }) => name);
const REQUIRED = ALL.filter((name) => name !== CAUSE_ATTRIBUTE);

test('All search attributes are registered where that is possible.', async () => {
  const { client, names } = namespaceWith(['SluiceStatus'], ALL);
  expect(await ensureSearchAttributes(client)).toEqual([]);
  expect(names().sort()).toEqual([...ALL].sort());
});

test('A gateway does without the causes of keys, but not without the search attributes that commands rely on.', async () => {
  const { client, names } = namespaceWith([], REQUIRED);
  expect(await ensureSearchAttributes(client)).toMatchObject([{ name: CAUSE_ATTRIBUTE }]);
  expect(names()).toEqual(REQUIRED);
  await expect(ensureSearchAttributes(namespaceWith([], []).client)).rejects.toMatchObject({
    code: 'temporal-setup',
    message: expect.stringContaining('no column is left') as string,
  });
});
