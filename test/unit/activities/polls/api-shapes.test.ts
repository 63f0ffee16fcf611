// A poll agent never looks healthy while it misses data. Whatever the shape of an API is, what was in its list long
// enough is published, or the agent says that it fails. And an API that does what it should is no failure.
import fc from 'fast-check';
import type { HttpPaging } from '../../../../src/config/agent/http-poll-definition';
import { pagingOf, WatchedAgent, type ApiShape } from './fake-api';
import { cases } from '../../../support/width';

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
    { numRuns: cases(100) },
  );
});

// A page by the last item that begins with that item, and a list that begins anew at each end.
test('An API that ignores what it is asked for, and shows its newest item alone, is told.', async () => {
  for (const etag of [true, false]) {
    for (const adds of [[6], [6, 1], [6, 0, 3, 0, 0, 1]]) {
      const shape: ApiShape = { kind: 'last-item', size: 1, newestFirst: true, ignores: true, etag };
      await watched({ shape, maxPages: 1, rounds: adds });
    }
  }
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
    { numRuns: cases(100) },
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
