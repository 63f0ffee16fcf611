// A page by number or offset that is not full need not be the last one. APIs have fewer items in a page than they are
// asked for, and leave items out of pages that they have counted already.
import fc from 'fast-check';
import { WatchedAgent, type ApiShape } from './fake-api';
import { items, numbers } from './numbered-items';
import { PollingAgent as Agent } from './polling-agent';
import { cases } from '../../../support/width';

const kinds = ['offset', 'page'] as const;

test.each(kinds)(
  'An API that has fewer items in a page than its limit says is read to its end: by %s.',
  async (kind) => {
    for (const newestFirst of [false, true]) {
      const agent = new WatchedAgent({ kind, size: 100, limit: 500, newestFirst });
      for (const add of [250, 0, 150, 30]) {
        await agent.round(add);
        expect(agent.failure).toBeUndefined();
        expect(agent.missed(0)).toEqual([]);
      }
    }
  },
);

const leaving: readonly {
  readonly what: string;
  readonly kind: (typeof kinds)[number];
  readonly newestFirst: boolean;
}[] = kinds.flatMap((kind) =>
  ['an item of each page', 'a whole page'].flatMap((what) =>
    [true, false].map((newestFirst) => ({ what, kind, newestFirst })),
  ),
);

// By offset, the items that are there say how many are skipped: a list that only grows then shows some of them twice.
test.each(
  leaving.filter(({ kind, newestFirst, what }) => kind === 'page' || newestFirst === (what !== 'a whole page')),
)(
  'By $kind and with the newest first ($newestFirst), an API that leaves out $what is read to its end.',
  async ({ what, kind, newestFirst }) => {
    const hides = (id: number): boolean => (what === 'a whole page' ? id > 100 && id <= 200 : id % 100 === 1);
    const agent = new WatchedAgent({ kind, size: 100, newestFirst, hides });
    for (const add of [350, 0, 1]) {
      await agent.round(add);
      expect(agent.failure).toBeUndefined();
      expect(agent.missed(0)).toEqual([]);
    }
  },
);

const shapes = fc
  .record({
    kind: fc.constantFrom(...kinds),
    size: fc.integer({ min: 1, max: 4 }),
    over: fc.integer({ min: 0, max: 3 }),
    newestFirst: fc.boolean(),
    etag: fc.boolean(),
    beyond: fc.constantFrom<ApiShape['beyond']>('last-page', 'not-found', undefined),
  })
  .map(({ over, beyond, ...shape }): ApiShape => ({
    ...shape,
    // An API that has a next page only in its middle is asked for it only there.
    ...(beyond === undefined || over === 0 ? {} : { beyond }),
    limit: shape.size + over,
  }))
  .filter(({ kind, newestFirst, beyond }) => beyond === undefined || kind === 'page' || newestFirst);

test('However few items a page has, and whatever is behind the last one, each is published by the next poll at the latest.', async () => {
  await fc.assert(
    fc.asyncProperty(
      shapes,
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 12 }),
      async (shape, first, adds) => {
        const agent = new WatchedAgent(shape);
        for (const add of [first, ...adds]) {
          await agent.round(add);
          expect(agent.failure).toBeUndefined();
          // A list that begins with the newest is looked at again when its first page has changed.
          expect(agent.missed(0)).toEqual([]);
        }
      },
    ),
    { numRuns: cases(200) },
  );
});

test('A page that fills up while the one behind it is looked at is read again before that one, so that nothing is passed over.', async () => {
  let stored = 3;
  const agent = new Agent({ paging: { kind: 'page', limit: 2 } }, ({ query }) => {
    const page = Number(query?.['page']);
    // The list grows between the call for the last page and the look behind it.
    if (page === 3 && stored === 3) stored = 5;
    return { data: items(...numbers((page - 1) * 2, Math.min(page * 2, stored))) };
  });
  await agent.poll();
  await agent.poll();
  expect(new Set(agent.ids)).toEqual(new Set(numbers(0, 5).map(String)));
});

test('The page behind is looked at once where a full page has shown that the limit is right, and again when something has changed.', async () => {
  let stored = 3;
  const agent = new Agent({ paging: { kind: 'page', limit: 2 } }, ({ query }) => {
    const from = (Number(query?.['page']) - 1) * 2;
    return { data: items(...numbers(from, Math.min(from + 2, stored))) };
  });
  const asked = async (): Promise<readonly unknown[]> => {
    const before = agent.requests.length;
    await agent.poll();
    return agent.requests.slice(before).map(({ query }) => query?.['page']);
  };
  expect(await asked()).toEqual([1, 2, 3]);
  expect(await asked()).toEqual([2]);
  stored = 4;
  expect(await asked()).toEqual([2, 3, 4]);
  expect(await asked()).toEqual([3]);
});

test('A look at the page behind that fails is told, and is made up for by the next poll.', async () => {
  let broken = true;
  const agent = new Agent({ paging: { kind: 'page', limit: 5 } }, ({ query }) => {
    const page = Number(query?.['page']);
    if (page > 1 && broken) return { status: 503 };
    return { data: page < 3 ? items(page) : [] };
  });
  for (let poll = 0; poll < 2; poll += 1) await expect(agent.poll()).rejects.toThrow('is not known: HTTP 503');
  expect(agent.ids).toEqual(['1', '1']);
  broken = false;
  await agent.poll();
  expect(agent.ids).toContain('2');
});

const beyonds: readonly (readonly [string, Answered])[] = [
  ['the first page again', (page) => ({ data: { data: page(1) } })],
  ['the first items in a page of another size', (page) => ({ data: { data: [...page(1), ...page(2).slice(0, 1)] } })],
  ['the page before the last one', (page, last) => ({ data: { data: page(last - 1) } })],
  ['a redirect', () => ({ status: 302 })],
  ['an object in the place of the items', () => ({ data: { data: { message: 'no such page' } } })],
  ['an object without the items', () => ({ data: { message: 'no such page' } })],
  ['a text', () => ({ data: 'no such page' })],
];
type Answered = (
  page: (page: number) => object[],
  last: number,
) => { readonly status?: number; readonly data?: object | string };

test.each(kinds.flatMap((kind) => beyonds.map(([what, answer]) => [kind, what, answer] as const)))(
  'By %s, an API that answers with %s behind its last page has ended there, and what fills that page is published.',
  async (kind, _what, answered) => {
    // By offset, whoever stays at the end asks for what is behind it.
    for (const atEnd of kind === 'page' ? (['stay', 'restart'] as const) : (['restart'] as const)) {
      for (const length of [5, 8, 41]) {
        let stored = length;
        const page = (at: number): object[] => items(...numbers((at - 1) * 3, Math.min(at * 3, stored)));
        const agent = new Agent({ items: 'data', paging: { kind, limit: 3, atEnd } }, ({ query }) => {
          const from = kind === 'page' ? (Number(query?.['page']) - 1) * 3 : Number(query?.['offset'] ?? 0);
          if (from > 0 && from >= stored) return answered(page, Math.ceil(stored / 3));
          return { data: { data: items(...numbers(from, Math.min(from + 3, stored))) } };
        });
        // The last page is never full: the one behind that is asked for in any case.
        for (const add of [0, 0, 2, 1, 3, 0, 5]) {
          stored += add;
          await agent.poll();
          expect(new Set(agent.ids)).toEqual(new Set(numbers(0, stored).map(String)));
        }
      }
    }
  },
);

test('Items behind a page that is not full are gone on to if they have their ids, and what is wrong with them is said.', async () => {
  const agent = new Agent({ paging: { kind: 'page', limit: 3 }, timestamp: 'at' }, ({ query }) => ({
    data: query?.['page'] === 1 ? [{ id: 1, at: 0 }] : [{ id: 2, at: 'late' }],
  }));
  await expect(agent.poll()).rejects.toThrow('for its timestamp');
});

test('Without ids, a page behind that has an item as the first page has one is read, and the first page again is the end.', async () => {
  const pages = [[1, 2, 3], [4], [1, 5, 6], [7]].map((page) => page.map((degrees) => ({ degrees })));
  const agent = new Agent({ id: undefined as never, paging: { kind: 'page', limit: 3 } }, ({ query }) => ({
    data: pages[Number(query?.['page']) - 1] ?? pages[0],
  }));
  expect(await agent.poll()).toBe(4);
  expect(await agent.poll()).toBe(1);
});
