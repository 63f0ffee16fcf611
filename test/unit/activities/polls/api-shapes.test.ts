// F8: a poll agent never looks healthy while it misses data. Whatever the shape of an API is, what was in its list long
// enough is published, or the agent says that it fails. And an API that does what it should is no failure.
import fc from 'fast-check';
import type { HttpPaging } from '../../../../src/config/agent/http-poll-definition';
import { items, numbers } from './numbered-items';
import { PollingAgent as Agent } from './polling-agent';
import { pagingOf, WatchedAgent, type ApiShape } from './fake-api';

/** Rounds after which an item must be published, or its absence be told, by the pages that a poll reads. */
const LONG_ENOUGH: Readonly<Record<number, number>> = { 1: 80, 2: 45, 100: 4 };

const kinds = ['cursor', 'last-item', 'link', 'body-link', 'offset', 'page'] as const;
/** These lead on by a place, which need not be an item. */
const kind = fc.constantFrom(...kinds);
const size = fc.integer({ min: 1, max: 5 });
const maxPages = fc.constantFrom(1, 2, 100);
/** Items that are added before each poll. */
const rounds = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 8 }).map((list) => [6, ...list]);

interface Case {
  readonly shape: ApiShape;
  readonly maxPages: number;
  readonly rounds: readonly number[];
  readonly paging?: HttpPaging;
  readonly chance?: () => number;
}

/** After each round, what was there long enough is published or the agent fails; returns whether it fails at the end. */
const watched = async ({ shape, rounds: adds, chance, ...given }: Case): Promise<Error | undefined> => {
  const agent = new WatchedAgent(shape, given, chance);
  // Where a list only grows at its end, an empty page ends a poll, and the next one goes on behind it.
  const enough = shape.emptyPages === true ? 80 : (LONG_ENOUGH[given.maxPages] ?? 0);
  for (let round = 0; round < adds.length + enough + 1; round += 1) {
    await agent.round(adds[round] ?? 0);
    if (agent.failure === undefined) expect(agent.missed(enough)).toEqual([]);
  }
  return agent.failure;
};

const broken = fc
  .record({
    kind,
    size,
    newestFirst: fc.boolean(),
    shuffled: fc.boolean(),
    etag: fc.boolean(),
    names: fc.constantFrom('always', 'constant', undefined),
  })
  .map(({ names, ...shape }): ApiShape => ({
    ...shape,
    ignores: true,
    ...(names === undefined ? {} : { names }),
  }));

test('An API that ignores what it is asked for is told, however its list is sorted, grows and is named on.', async () => {
  await fc.assert(
    fc.asyncProperty(broken, maxPages, rounds, async (shape, most, adds) => {
      await watched({ shape, maxPages: most, rounds: adds });
    }),
    { numRuns: 100 },
  );
});

test.each(kinds.flatMap((one) => ([1, 100] as const).map((pages) => [one, pages] as const)))(
  'An API that ignores what it is asked for stays told when its list changes: %s, with %i pages a poll.',
  async (one, pages) => {
    const agent = new WatchedAgent({ kind: one, size: 4, newestFirst: true, ignores: true }, { maxPages: pages });
    for (const add of [12, 0, 0]) await agent.round(add);
    for (let round = 0; round < 20; round += 1) {
      await agent.round(round % 3);
      expect(agent.failure).toBeDefined();
    }
  },
);

test.each([1, 2, 7, 8, 9, 10, 63, 100].flatMap((length) => [1, 100].map((pages) => [length, pages] as const)))(
  'Pages that lead in a circle of %i are told, with %i pages a poll.',
  async (circle, pages) => {
    for (const shape of [
      { kind: 'cursor', newestFirst: false },
      { kind: 'link', newestFirst: true },
      { kind: 'body-link', newestFirst: false, shuffled: true },
    ] as const) {
      const agent = new WatchedAgent({ ...shape, size: 3, circle }, { maxPages: pages });
      agent.api.add(500);
      const most = pages === 1 ? 4 * circle + 4 : 5;
      for (let round = 0; round < most && agent.failure === undefined; round += 1) await agent.round(0);
      expect(agent.failure?.message).toContain('has the same items as');
      await agent.round(0);
      expect(agent.failure).toBeDefined();
    }
  },
);

const honest = fc
  .record({
    kind,
    size,
    newestFirst: fc.boolean(),
    etag: fc.boolean(),
    flag: fc.boolean(),
    empty: fc.boolean(),
    names: fc.constantFrom('itself-at-end', 'end', undefined),
    link: fc.constantFrom<(target: string) => string>(
      (target) => `<${target}>; rel="next";`,
      (target) => `</v1/>; rel="first",, <${target}> ;; rel=next`,
      (target) => `, <${target}>; title="a, b"; rel="last next"`,
    ),
  })
  .map(({ names, flag, empty, ...shape }): ApiShape => {
    const body = shape.kind === 'cursor';
    // A list that begins with the newest has an end.
    const named = names !== undefined && body && (names !== 'end' || !shape.newestFirst) ? { names } : {};
    const hasMore = { name: 'more', value: (left: boolean) => left };
    return {
      ...shape,
      ...named,
      ...(flag && (body || shape.kind === 'last-item') && !('names' in named) ? { hasMore } : {}),
      ...(empty && body && !('names' in named) ? { emptyPages: true } : {}),
    };
  });

test('An API that leads where it is asked to is read to its end and is no failure, whatever its pages are like.', async () => {
  await fc.assert(
    fc.asyncProperty(honest, maxPages, rounds, async (shape, pages, adds) => {
      // A list that moves on while it is read is another test.
      const most = shape.newestFirst ? 100 : pages;
      const chance = (): number => 0;
      expect(await watched({ shape, maxPages: most, rounds: adds, chance })).toBeUndefined();
    }),
    { numRuns: 100 },
  );
});

const list = { size: 3, newestFirst: false } as const;
const flagged = (value: (left: boolean) => unknown): ApiShape => ({
  ...list,
  kind: 'cursor',
  hasMore: { name: 'more', value },
});
const next = { kind: 'cursor', next: 'next' } as const;
const rows: readonly { readonly where: string; readonly shape: ApiShape; readonly paging?: HttpPaging }[] = [
  {
    where: 'the offset has another parameter',
    shape: { ...list, kind: 'offset', size: 50 },
    paging: { kind: 'offset', limit: 50, parameter: 'skip' },
  },
  {
    where: 'the list is newest first, and the last page is asked for again by number',
    shape: { ...list, kind: 'page', newestFirst: true },
    paging: { kind: 'page', limit: 3 },
  },
  {
    where: 'the list is newest first, and the end is asked for again by offset',
    shape: { ...list, kind: 'offset', newestFirst: true },
    paging: { kind: 'offset', limit: 3 },
  },
  {
    where: 'the cursor of the last item has another name',
    shape: { ...list, kind: 'last-item' },
    paging: { kind: 'cursor', of: 'last-item', next: 'idd' },
  },
  { where: 'the flag has another name', shape: flagged(Boolean), paging: { ...next, hasMore: 'mor' } },
  { where: 'the flag is a number', shape: flagged(Number), paging: { ...next, hasMore: 'more' } },
  { where: 'the flag is a text', shape: flagged(String), paging: { ...next, hasMore: 'more', atEnd: 'restart' } },
  {
    where: 'the flag says more, and the next cursor has another name',
    shape: flagged(Boolean),
    paging: { kind: 'cursor', next: 'nxt', hasMore: 'more', optional: true },
  },
  {
    where: 'the next cursor has another name',
    shape: { ...list, kind: 'cursor' },
    paging: { kind: 'cursor', next: 'nxt' },
  },
  {
    where: 'the link cannot be read',
    shape: { ...list, kind: 'link', link: (target) => `</v1/>; rel=first; title="x"y, <${target}>; rel=next` },
  },
];

test.each(rows)('Where $where, a poll agent fails and has published what it read.', async ({ shape, paging }) => {
  for (const maxPages of [1, 100]) {
    const agent = new WatchedAgent(shape, { maxPages, paging: paging ?? pagingOf(shape) });
    for (const add of [8, 1, 1, 1, 1, 0]) await agent.round(add);
    expect(agent.failure).toBeDefined();
    expect(agent.agent.ids.length).toBeGreaterThan(0);
    await agent.round(1);
    expect(agent.failure).toBeDefined();
  }
});

test('A list that is newest first and is followed by links to its last page is told once it has grown.', async () => {
  const agent = new WatchedAgent({ kind: 'link', size: 3, newestFirst: true }, { paging: { kind: 'link' } });
  await agent.round(8);
  expect(agent.failure).toBeUndefined();
  for (let round = 0; round < 3; round += 1) {
    await agent.round(1);
    expect(agent.failure?.message).toContain("set paging.atEnd: 'restart'");
  }
});

test('A list that begins with its newest items may move on by a page between two polls.', async () => {
  const agent = new WatchedAgent({ kind: 'page', size: 2, newestFirst: true }, { maxPages: 2 });
  for (const add of [9, 2, 0, 1, 0, 0, 0, 0, 0]) {
    await agent.round(add);
    expect(agent.failure).toBeUndefined();
  }
  expect(agent.missed(4)).toEqual([]);
});

test.each(['cursor', 'last-item', 'link', 'body-link', 'offset', 'page'] as const)(
  'A list that is newest first is told where polls wait at its last page, by a look at its first one: %s.',
  async (one) => {
    const shape = { kind: one, size: 3, newestFirst: true } as const;
    const paging = { ...pagingOf(shape), atEnd: 'stay' } as HttpPaging;
    for (const most of [1, 2, 3]) {
      for (const chance of [0, 1]) {
        const agent = new WatchedAgent(shape, { paging }, () => chance);
        for (const add of [8, 0, 1, most, 0, 0, 0]) await agent.round(add);
        // Without a look, the pages of some kinds show it by themselves.
        if (chance === 0) expect(agent.failure?.message).toMatch(/atEnd: 'restart'|newest items come first/);
      }
    }
  },
);

test('A look at the first page that fails, or that finds old items gone, is no failure of the poll.', async () => {
  let gone = 0;
  const agent = new Agent(
    { items: 'data', paging: { kind: 'cursor', next: 'next' } },
    ({ query }) => {
      const from = Number(query?.['cursor'] ?? gone);
      return {
        data: { data: items(...numbers(from, Math.min(from + 3, 8))), ...(from + 3 < 8 ? { next: from + 3 } : {}) },
      };
    },
    () => 0,
  );
  await agent.poll();
  for (gone = 1; gone < 8; gone += 1) await agent.poll();
  agent.refusals = [undefined, new Error('HTTP 410')];
  await agent.poll();
  expect(agent.refusals).toEqual([]);
});

test('Without ids, an offset under another name is told, also when the list grows; equal items are no circle.', async () => {
  const given = { id: undefined as never, paging: { kind: 'offset', limit: 50 } as const };
  for (const add of [0, 1]) {
    const agent = new WatchedAgent({ kind: 'offset', size: 50, newestFirst: false, ignores: true }, given);
    await agent.round(40);
    expect(agent.failure).toBeUndefined();
    for (let round = 0; round < 3; round += 1) {
      await agent.round(add);
      expect(agent.failure).toBeDefined();
    }
  }
  const equal = [{ temp: 20 }, { temp: 20 }, { temp: 20 }];
  const agent = new Agent({ id: undefined as never, paging: { kind: 'offset', limit: 1 } }, ({ query }) => ({
    data: equal.slice(Number(query?.['offset']), Number(query?.['offset']) + 1),
  }));
  expect(await agent.poll()).toBe(4);
  expect(agent.cursor).toMatchObject({ offset: 3 });
});

test('An API that begins with the item it is asked to go on from is no circle once it has two of them, and is read to its end.', async () => {
  const stored = [1];
  const agent = new Agent({ items: 'data', paging: { kind: 'cursor', next: 'id', of: 'last-item' } }, ({ query }) => {
    const from = stored.indexOf(Number(query?.['cursor'] ?? 1));
    return { data: { data: items(...stored.slice(from, from + 2)) } };
  });
  // Of a single item, nobody can tell.
  await expect(agent.poll()).rejects.toThrow('has the same items');
  for (let last = 1; last < 6; last += 1) {
    stored.push(last + 1);
    await agent.poll();
  }
  await agent.poll();
  expect(new Set(agent.ids)).toEqual(new Set(stored.map(String)));
});
