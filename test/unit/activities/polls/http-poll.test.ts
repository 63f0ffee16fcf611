import type { PollFailure } from '../../../../src/activities/polls/poll-failure';
import { items, numbers } from './numbered-items';
import { PollingAgent as Agent, type Answer } from './polling-agent';

const feed =
  (stored: () => number): Answer =>
  (request) => {
    const after = Number(request.query?.['cursor'] ?? 0);
    const to = Math.min(after + 2, stored());
    return { data: { data: items(...numbers(after, to)), next: String(to) } };
  };

test('Paging by cursor goes on where the published records end, and reads a page again that was not published.', async () => {
  let stored = 5;
  const agent = new Agent(
    { items: 'data', paging: { kind: 'cursor', next: 'next' } },
    feed(() => stored),
  );
  await agent.page();
  await agent.page({ crash: true });
  expect(await agent.poll()).toBe(3);
  expect(agent.ids).toEqual(['0', '1', '2', '3', '4']);
  stored = 6;
  await agent.poll();
  expect(agent.ids).toEqual(['0', '1', '2', '3', '4', '5']);
});

test('Paging by cursor asks for the last page again where none follows it, or for the first where it restarts.', async () => {
  const answer: Answer = ({ query }) =>
    query?.['cursor'] === 'b' ? { data: { data: items(2) } } : { data: { data: items(1), next: 'b' } };
  for (const [atEnd, cursor] of [
    ['stay', 'b'],
    ['restart', undefined],
  ] as const) {
    const agent = new Agent({ items: 'data', paging: { kind: 'cursor', next: 'next', atEnd } }, answer);
    expect(await agent.poll()).toBe(2);
    await agent.page();
    expect(agent.last?.query?.['cursor']).toBe(cursor);
  }
});

test('Paging by cursor obeys a flag that says whether pages are left, also after an empty one.', async () => {
  const pages: Record<string, object> = {
    a: { data: [], next: 'b', more: true },
    b: { data: items(1), next: 'c', more: false },
  };
  const agent = new Agent(
    { items: 'data', paging: { kind: 'cursor', next: 'next', hasMore: 'more', start: 'a' } },
    ({ query }) => ({ data: pages[String(query?.['cursor'])] ?? {} }),
  );
  expect(await agent.poll()).toBe(2);
  expect(agent.cursor).toMatchObject({ cursor: 'c', found: true });
});

test('Paging by cursor takes the cursor from the last item.', async () => {
  const agent = new Agent(
    {
      items: 'data',
      paging: { kind: 'cursor', next: 'id', of: 'last-item', hasMore: 'more', parameter: 'starting_after' },
    },
    ({ query }) => ({
      data: query?.['starting_after'] === 2 ? { data: [], more: false } : { data: items(1, 2), more: true },
    }),
  );
  expect(await agent.poll()).toBe(2);
  expect(agent.cursor).toMatchObject({ cursor: 2 });
});

test('Paging by cursor reads a feed without an end no faster than maxPages a poll.', async () => {
  const agent = new Agent({ items: 'data', maxPages: 3, paging: { kind: 'cursor', next: 'next' } }, ({ query }) => {
    const at = Number(query?.['cursor'] ?? 0);
    return { data: { data: items(at), next: at + 1 } };
  });
  expect(await agent.poll()).toBe(3);
  expect(await agent.poll()).toBe(3);
});

test.each([
  [{ next: {} }, 'got object'],
  [{ next: 'x'.repeat(3_000) }, 'text of 3000 characters'],
])('Paging by cursor refuses a next cursor that is none: %j.', async (body, words) => {
  const agent = new Agent({ items: 'data', paging: { kind: 'cursor', next: 'next' } }, () => ({
    data: { data: items(1), ...body },
  }));
  await expect(agent.page()).rejects.toThrow(words);
});

test('Paging by cursor leads on by a number that JavaScript cannot hold, digit for digit.', async () => {
  const source = (id: number, next: string): string => `{"data": [{"id":${id}}], "next": ${next}}`;
  const agent = new Agent({ items: 'data', maxPages: 2, paging: { kind: 'cursor', next: 'next' } }, ({ query }) => {
    const text = query?.['cursor'] === undefined ? source(1, '9007199254740992') : source(2, '9007199254740993');
    return { data: JSON.parse(text) as unknown, source: text };
  });
  await agent.poll();
  expect(agent.requests[1]?.query).toEqual({ cursor: '9007199254740992' });
  expect(agent.cursor).toMatchObject({ cursor: '9007199254740993' });
});

test.each([
  [{ kind: 'cursor', next: 'next' } as const, 'cursor'],
  [{ kind: 'timestamp', field: 'at', limit: 1 } as const, 'since'],
])('Paging leads on by a number with a long fraction, digit for digit: %j.', async (paging, parameter) => {
  const digits = '1700000000.123400098';
  const agent = new Agent({ items: 'data', maxPages: 2, paging }, ({ query }) => {
    const first = query?.[parameter] === undefined;
    const text = `{"data": [{"id":${first ? 1 : 2}, "at": ${first ? digits : '1700000009'}}], "next": ${first ? digits : 'null'}}`;
    return { data: JSON.parse(text) as unknown, source: text };
  });
  await agent.poll();
  expect(agent.requests[1]?.query).toEqual({ [parameter]: digits });
});

test('Paging by link follows next below the base URL.', async () => {
  const agent = new Agent({ path: '/orders', paging: { kind: 'link' } }, ({ path }) =>
    path === '/orders'
      ? { data: items(1), headers: { link: '<https://shop.test/v1/orders?page=2>; rel="next"' } }
      : { data: items(2) },
  );
  expect(await agent.poll()).toBe(2);
  await agent.page();
  expect(agent.requests.map(({ path }) => path)).toEqual(['/orders', '/orders?page=2', '/orders?page=2']);
});

test('Paging by link does not carry credentials to another origin.', async () => {
  const agent = new Agent({ paging: { kind: 'link' } }, () => ({
    data: items(1),
    headers: { link: '<https://evil.test/v1/>; rel="next"' },
  }));
  await expect(agent.page()).rejects.toMatchObject({ code: 'poll-invalid', terminal: true });
  expect(agent.requests).toHaveLength(1);
});

test('Paging by offset and by page skips the items that were published.', async () => {
  let stored = 5;
  const agent = new Agent({ paging: { kind: 'offset', limit: 2 } }, ({ query }) => {
    const offset = Number(query?.['offset']);
    return { data: items(...numbers(offset, Math.min(offset + 2, stored))) };
  });
  expect(await agent.poll()).toBe(3);
  stored = 6;
  expect(await agent.poll()).toBe(1);
  expect(agent.ids).toEqual(['0', '1', '2', '3', '4', '5']);
});

test('Paging by offset and by page asks again for a page that was not full.', async () => {
  let stored = 3;
  const agent = new Agent({ paging: { kind: 'page', limit: 2 } }, ({ query }) => {
    const offset = (Number(query?.['page']) - 1) * 2;
    return { data: items(...numbers(offset, Math.min(offset + 2, stored))) };
  });
  await agent.poll();
  stored = 5;
  await agent.poll();
  expect(agent.requests.map(({ query }) => query?.['page'])).toEqual([1, 2, 3, 2, 3, 4]);
  expect(new Set(agent.ids)).toEqual(new Set(['0', '1', '2', '3', '4']));
});

test('Conditional requests ask whether a page has changed, and the poll publishes nothing when it has not.', async () => {
  const agent = new Agent({}, ({ headers }) =>
    headers?.['If-None-Match'] === '"1"' ? { status: 304 } : { data: items(1), headers: { etag: '"1"' } },
  );
  await agent.poll();
  expect(await agent.page()).toEqual({ records: [] });
  expect(agent.cursor).toEqual({ etag: '"1"', of: { request: expect.any(String) as string } });
});

test('Conditional requests ask for the first page with what it had, where paging restarts.', async () => {
  const agent = new Agent({ paging: { kind: 'link', atEnd: 'restart' } }, ({ path, headers }) => {
    if (path !== '/') return { data: items(1), headers: { etag: '"other"' } };
    if (headers?.['If-None-Match'] === '"first"') return { status: 304 };
    return { data: items(2), headers: { etag: '"first"', link: '</v1/?page=2>; rel="next"' } };
  });
  expect(await agent.poll()).toBe(2);
  expect(await agent.poll()).toBe(1);
  expect(agent.requests).toHaveLength(3);
});

test('Conditional requests carry nothing that is no header value.', async () => {
  const agent = new Agent({}, () => ({
    data: items(1),
    headers: { etag: '"a\nb"', 'last-modified': 'x'.repeat(600) },
  }));
  await agent.page();
  expect(agent.cursor).toEqual({});
});

test.each([
  ['a number of seconds', () => '7', 7_000],
  ['a date', () => new Date(Date.now() + 60_000).toUTCString(), 60_000],
])('A poll tells how long the source wants to be left alone, by %s.', async (_form, value, ms) => {
  const agent = new Agent({}, () => ({ data: items(1), headers: { 'retry-after': value() } }));
  const { notBeforeMs = 0 } = await agent.page();
  expect(Math.abs(notBeforeMs - ms)).toBeLessThan(2_000);
});

test('A poll fails in words that name the fault and hold nothing of the item.', async () => {
  const agent = new Agent({}, () => ({ data: [{ name: 'secret' }] }));
  const failure = await agent.page().catch((error: unknown) => error as PollFailure);
  expect(failure).toMatchObject({ code: 'poll-invalid', failure: { code: 'poll-invalid' }, terminal: true });
  expect((failure as PollFailure).message).not.toContain('secret');
});
