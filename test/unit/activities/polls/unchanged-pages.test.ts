// 304 never hides what a page has gained.
import { items } from './numbered-items';
import type { EffectRequest } from '../../../../src/model/contract/effect-contract';
import type { HttpPaging, HttpPollDefinition } from '../../../../src/config/agent/http-poll-definition';
import { pagingOf, WatchedAgent } from './fake-api';
import { PollingAgent as Agent, type Answer } from './polling-agent';

test('Conditional requests are not made for the last page of a walk, because a next page does not change its items.', async () => {
  const list = [1, 2];
  const answer: Answer = ({ path, headers }) => {
    const at = path === '/?page=2' ? 2 : 0;
    const page = items(...list.slice(at, at + 2));
    const etag = JSON.stringify(page);
    const link = list.length > at + 2 ? { link: '</v1/?page=2>; rel="next"' } : {};
    if (headers?.['If-None-Match'] === etag) return { status: 304, headers: link };
    return {
      data: { data: page, next: 'link' in link ? 'https://shop.test/v1/?page=2' : null },
      headers: { etag, ...link },
    };
  };
  for (const next of [{}, { next: 'next' }]) {
    list.length = 2;
    const agent = new Agent({ items: 'data', paging: { kind: 'link', ...next } }, answer);
    await agent.poll();
    await agent.poll();
    list.push(3);
    await agent.poll();
    expect(agent.ids).toContain('3');
  }
});

test('A page that has not changed leads on by the Link header of its 304, where the configuration asks for conditions.', async () => {
  let link = {};
  const agent = new Agent({ paging: { kind: 'link' }, conditional: true }, ({ path, headers }) => {
    if (path === '/?page=2') return { data: items(2) };
    if (headers?.['If-None-Match'] === '"1"') return { status: 304, headers: link };
    return { data: items(1), headers: { etag: '"1"', ...link } };
  });
  await agent.poll();
  await agent.poll();
  link = { link: '</v1/?page=2>; rel="next"' };
  await agent.poll();
  expect(agent.ids).toEqual(['1', '2']);
});

test.each([
  ['of the same second', '2026-11-29T10:00:00Z', '2026-11-29T10:00:00Z', false],
  ['less than a minute old', '2026-11-29T10:00:00Z', '2026-11-29T10:00:59Z', false],
  ['a minute old', '2026-11-29T10:00:00Z', '2026-11-29T10:01:00Z', true],
  ['without a date beside it', '2026-11-29T10:00:00Z', undefined, false],
])(
  'A page whose Last-Modified is %s is asked for with it only if that tells every change.',
  async (_age, modified, date, sent) => {
    const http = (text: string): string => new Date(text).toUTCString();
    const dates = { 'last-modified': http(modified), ...(date === undefined ? {} : { date: http(date) }) };
    const agent = new Agent({}, () => ({ data: items(1), headers: dates }));
    await agent.poll();
    await agent.poll();
    expect(agent.last?.headers?.['If-Modified-Since']).toBe(sent ? http(modified) : undefined);
  },
);

test('An item that is added in the second of the last change is published, though the date of the page stays as it was.', async () => {
  const list = [1];
  const changed = 'Sun, 29 Nov 2026 10:00:00 GMT';
  const agent = new Agent({}, ({ headers }) =>
    headers?.['If-Modified-Since'] === changed
      ? { status: 304 }
      : { data: items(...list), headers: { 'last-modified': changed, date: changed } },
  );
  await agent.poll();
  list.push(2);
  await agent.poll();
  expect(agent.ids).toContain('2');
});

test('A page of a list is never asked for by its date, which may be that of its items alone.', async () => {
  const dates = { 'last-modified': 'Sun, 29 Nov 2026 10:00:00 GMT', date: 'Sun, 29 Nov 2026 11:00:00 GMT' };
  for (const paging of [
    { kind: 'cursor', next: 'next' } as const,
    { kind: 'page', limit: 5 } as const,
    { kind: 'timestamp', field: 'at' } as const,
  ]) {
    const agent = new Agent({ items: 'data', paging, conditional: true }, () => ({
      data: { data: [{ id: 1, at: '2026-11-29T10:00:00Z' }], next: null },
      headers: dates,
    }));
    await agent.poll();
    await agent.poll();
    expect(agent.last?.headers).toEqual({});
  }
});

test('A 304 to a request without a condition is a failure: a broken cache would look like a source with nothing new.', async () => {
  const agent = new Agent({}, () => ({ status: 304 }));
  await expect(agent.poll()).rejects.toThrow('HTTP 304');
});

type Given = Omit<HttpPollDefinition, 'destination'>;
const asked: Given = {
  items: 'open',
  query: { status: 'open' },
  headers: { Accept: 'a' },
  paging: { kind: 'page', limit: 5 },
};

test.each<[string, Given]>([
  ['its query', { ...asked, query: {} }],
  ['a value of its query', { ...asked, query: { status: 'all' } }],
  ['its path', { ...asked, path: '/all' }],
  ['its headers', { ...asked, headers: { Accept: 'b' } }],
  ['its items', { ...asked, items: 'all' }],
  ['its method and data', { ...asked, method: 'POST', data: { all: true } }],
])('A page is read once a deploy has changed %s, though its ETag has not changed.', async (_what, changed) => {
  const answer: Answer = ({ headers }) =>
    headers?.['If-None-Match'] === '"v1"'
      ? { status: 304 }
      : { data: { open: items(1), all: items(1, 2) }, headers: { etag: '"v1"' } };
  const before = new Agent(asked, answer);
  for (let poll = 0; poll < 3; poll += 1) await before.poll();
  const lastOf = ({ requests }: Agent): EffectRequest | undefined =>
    requests.findLast(({ query }) => query?.['page'] === 1);
  expect(lastOf(before)?.headers).toHaveProperty('If-None-Match');
  const after = new Agent(changed, answer);
  after.cursor = before.cursor;
  await after.poll();
  expect(after.ids.length).toBeGreaterThan(0);
  await after.poll();
  expect(lastOf(after)?.headers).toHaveProperty('If-None-Match');
});

test('What an agent keeps of its request says nothing of its credentials.', async () => {
  const cursors: unknown[] = [];
  for (const key of ['a', 'b']) {
    const agent = new Agent({ headers: { 'X-Api-Key': key } }, () => ({ data: items(1), headers: { etag: '"1"' } }));
    await agent.poll();
    cursors.push(agent.cursor);
  }
  expect(cursors[0]).toEqual(cursors[1]);
});

// Such a list was never read again: its new items are behind its first page, which stays as it is.
test.each(['cursor', 'link', 'body-link', 'last-item', 'offset', 'page'] as const)(
  'A list that begins anew and grows at its end is read on now and then, although its first page has not changed: %s.',
  async (kind) => {
    for (const maxPages of [1, 2, 100]) {
      const shape = { kind, size: 2, newestFirst: false, etag: true } as const;
      const paging = { ...pagingOf(shape), atEnd: 'restart' } as HttpPaging;
      const agent = new WatchedAgent(shape, { paging, maxPages }, () => 0);
      for (const add of [7, 0, 1, 2, 0, 0]) for (let poll = 0; poll < 7; poll += 1) await agent.round(poll ? 0 : add);
      expect(agent.failure).toBeUndefined();
      expect(agent.missed(0)).toEqual([]);
    }
  },
);
