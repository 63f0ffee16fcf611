import { type EffectRecorder, withEffectRecorder, type Reaction } from '../../harness/effect-recorder';
import { answering, json, sourceOf, type Source } from './polled-source';

const STORED = Array.from({ length: 5 }, (_, index) => ({
  id: index,
  at: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString(),
}));

/** An API that knows all kinds of paging, two items a page. */
const paged = (query: URLSearchParams): Reaction => {
  const since = query.get('since');
  const from =
    since === null
      ? Number(query.get('cursor') ?? query.get('offset') ?? (Number(query.get('page') ?? 1) - 1) * 2)
      : STORED.findIndex(({ at }) => at >= since);
  const data = STORED.slice(from, from + 2);
  const next = from + data.length;
  const left = next < STORED.length;
  return {
    status: 200,
    body: JSON.stringify({ data, ...(left ? { next } : {}) }),
    headers: {
      'content-type': 'application/json',
      ...(left ? { link: `<?page=${from / 2 + 2}>; rel="next", </v1>; rel="first"` } : {}),
    },
  };
};

test.each([
  [{ kind: 'cursor', next: 'next' }],
  [{ kind: 'link' }],
  [{ kind: 'offset', limit: 2 }],
  [{ kind: 'page', limit: 2 }],
  [{ kind: 'timestamp', field: 'at', limit: 2 }],
] as const)('Every item is read over paging %j, with each page lost once on its way.', async (paging) => {
  await answering(paged, async (api) => {
    const source = sourceOf(api, { path: '/events', items: 'data', paging });
    const ids = new Set<string>();
    let cursor: unknown;
    for (let more = true, pages = 0; more && pages < 10; pages += 1) {
      const lost = await source(cursor);
      const result = await source(cursor);
      expect(result).toEqual(lost);
      for (const { id } of result.records) ids.add(String(id));
      cursor = JSON.parse(JSON.stringify(result.cursor));
      more = result.more === true;
    }
    expect(Array.from(ids)).toEqual(['0', '1', '2', '3', '4']);
    // The end is a place to go on from, too.
    expect((await source(cursor)).records.every(({ id }) => ids.has(String(id)))).toBe(true);
  });
});

/** What an agent reads in one poll, page by page. */
const readBy = async (source: Source): Promise<{ readonly ids: readonly unknown[]; readonly pages: number }> => {
  const ids: unknown[] = [];
  let cursor: unknown;
  for (let pages = 1; pages < 10; pages += 1) {
    const result = await source(cursor);
    ids.push(...result.records.map(({ id }) => id));
    if (result.more !== true) return { ids, pages };
    cursor = JSON.parse(JSON.stringify(result.cursor));
  }
  throw new Error('A list without an end.');
};

test.each([
  ['as OData has it, under a name with dots', { items: 'value', paging: { kind: 'link', next: '@odata.nextLink' } }],
  ['in the body, within an object', { items: 'value', paging: { kind: 'link', next: 'links.next' } }],
  [
    'that names an inner host behind a proxy',
    { items: 'value', paging: { kind: 'link', next: 'inner.next', pathOnly: true } },
  ],
] as const)('Every page is read by a link %s, below the path of its destination.', async (_how, http) => {
  const react =
    (api: EffectRecorder): EffectRecorder['react'] =>
    ({ path }) => {
      const page = Number(new URL(path, api.url).searchParams.get('page') ?? 1);
      const to = (base: string): string | null => (page < 3 ? `${base}/v1/events?page=${page + 1}` : null);
      const link = to(api.url);
      return json({
        '@odata.nextLink': link,
        value: [{ id: page }],
        links: { next: link },
        inner: { next: to('http://inner:8080') },
      });
    };
  await withEffectRecorder(async (api) => {
    api.react = react(api);
    expect(await readBy(sourceOf(api, { path: '/events', ...http }))).toEqual({ ids: ['1', '2', '3'], pages: 3 });
    expect(api.calls.map(({ path }) => path)).toEqual(['/v1/events', '/v1/events?page=2', '/v1/events?page=3']);
  });
});

test('A link to an inner host is refused in words that name the option by which it is followed.', async () => {
  await answering(json({ value: [{ id: 1 }], next: 'http://inner:8080/v1/?page=2' }), async (api) => {
    const source = sourceOf(api, { items: 'value', paging: { kind: 'link', next: 'next' } });
    await expect(source()).rejects.toThrow('set paging.pathOnly: true');
  });
});

test.each(['page', 'offset'] as const)(
  'An API that caps its pages, and answers 404 behind the last one, is read to its end by %s.',
  async (kind) => {
    const capped = (query: URLSearchParams): Reaction => {
      const from = Number(query.get('offset') ?? (Number(query.get('page') ?? 1) - 1) * 2);
      return from >= STORED.length ? { status: 404 } : json(STORED.slice(from, from + 2));
    };
    await answering(capped, async (api) => {
      const source = sourceOf(api, { paging: { kind, limit: 50, atEnd: 'restart' } });
      expect((await readBy(source)).ids).toEqual(['0', '1', '2', '3', '4']);
    });
  },
);

/** What stands in the place of the second page, and is told for as long as it does. */
const troubles: readonly (readonly [what: string, reaction: Reaction, words: string])[] = [
  ['HTTP 500', { status: 500 }, 'HTTP 500'],
  ['HTTP 401', { status: 401 }, 'HTTP 401'],
  ['HTTP 403', { status: 403 }, 'HTTP 403'],
  ['HTTP 429', { status: 429, headers: { 'retry-after': '60' } }, 'HTTP 429'],
  ['an answer too large', json([{ id: 2, pad: 'x'.repeat(300_000) }]), '262144'],
  ['broken JSON', { status: 200, headers: { 'content-type': 'application/json' }, body: '[{"id":2},{"id":3}' }, 'JSON'],
  [
    'bytes that are no text',
    { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from('[{"id":"\u00e8"}]', 'latin1') },
    'utf-8',
  ],
  ['items without ids', json([{ id: null }, { id: null }]), 'for its id'],
];

test.each((['page', 'offset'] as const).flatMap((kind) => troubles.map(([...row]) => [kind, ...row] as const)))(
  'By %s, an API that caps its pages and has %s in the place of one is told, without opening the breaker, and read once that is over.',
  async (kind, _what, reaction, words) => {
    let troubled = true;
    const failing = (query: URLSearchParams): Reaction => {
      const from = Number(query.get('offset') ?? (Number(query.get('page') ?? 1) - 1) * 2);
      return from === 2 && troubled ? reaction : json(STORED.slice(from, from + 2));
    };
    await answering(failing, async (api) => {
      const source = sourceOf(api, { paging: { kind, limit: 3 } }, { breaker: { failureRatio: 0.3, minimumCalls: 4 } });
      for (let poll = 0; poll < 6; poll += 1) await expect(source()).rejects.toThrow(words);
      troubled = false;
      expect((await readBy(source)).ids).toEqual(['0', '1', '2', '3', '4']);
    });
  },
);
