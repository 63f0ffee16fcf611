import { PollFailure } from '../../../../src/activities/polls/poll-failure';
import { items } from './numbered-items';
import { PollingAgent as Agent, type Answer } from './polling-agent';

test('Paging finds the next page under a name that has dots itself.', async () => {
  const next = '@odata.nextLink';
  const agent = new Agent({ items: 'value', paging: { kind: 'link', next } }, ({ path }) => ({
    data: path === '/x?page=2' ? { value: items(2) } : { value: items(1), [next]: 'https://shop.test/v1/x?page=2' },
  }));
  expect(await agent.poll()).toBe(2);
  expect(agent.ids).toEqual(['1', '2']);
  expect(agent.cursor).toMatchObject({ link: '/x?page=2' });
});

test('Paging by a link in the body follows it as it does the header: below the base URL, and to the end.', async () => {
  const pages: Record<string, object> = {
    '/orders': { data: { list: items(1) }, links: { next: { href: '?page=2' } } },
    '/orders?page=2': { data: { list: items(2) }, links: { next: { href: '/v1/orders?page=3' } } },
    '/orders?page=3': { data: { list: items(3) }, links: { next: { href: null } } },
  };
  const paging = { kind: 'link', next: 'links.next.href' } as const;
  const agent = new Agent({ path: '/orders', items: 'data.list', paging }, ({ path = '' }) => ({
    data: pages[path] ?? {},
  }));
  expect(await agent.poll()).toBe(3);
  expect(agent.ids).toEqual(['1', '2', '3']);
});

test.each([{}, { pathOnly: true }])(
  'A link in the body to another origin is not followed, but with pathOnly its path and query are: %j.',
  async (given) => {
    const agent = new Agent({ items: 'data', paging: { kind: 'link', next: 'next', ...given } }, ({ path }) => ({
      data: path === '/?page=2' ? { data: items(2) } : { data: items(1), next: 'http://inner:8080/v1/?page=2' },
    }));
    const polled = agent.poll();
    if ('pathOnly' in given) expect(await polled).toBe(2);
    else await expect(polled).rejects.toThrow(/another origin than https:\/\/shop.test.*set paging.pathOnly: true/);
    // What was read before the link is published in any case.
    expect(agent.ids).toEqual('pathOnly' in given ? ['1', '2'] : ['1']);
    expect(agent.requests.every(({ path }) => path === '/' || path === '/?page=2')).toBe(true);
  },
);

test('With pathOnly, a link still does not lead out of the base path.', async () => {
  const paging = { kind: 'link', next: 'next', pathOnly: true } as const;
  const agent = new Agent({ items: 'data', paging }, () => ({ data: { data: items(1), next: 'http://inner/admin' } }));
  await expect(agent.poll()).rejects.toThrow('leads out of the base path /v1/');
});

describe('A field of the next page that no answer ever had', () => {
  const one = { data: { value: items(1), nextLink: 'https://shop.test/v1/?page=2' } };

  test.each([
    { kind: 'cursor', next: 'nextlink' },
    { kind: 'link', next: 'nextlink' },
    { kind: 'link', next: 'paging.nextLink', atEnd: 'restart' },
  ] as const)('Is a failure that says so once the items are published: %j.', async (paging) => {
    const agent = new Agent({ items: 'value', paging }, () => one);
    await expect(agent.poll()).rejects.toThrow('No answer has had the field');
    expect(agent.ids).toEqual(['1']);
    expect(agent.cursor).toBeUndefined();
  });

  test('Is none where the configuration says that it may be absent, where the page is empty, or where a flag ends the list.', async () => {
    const without: readonly [object, Answer][] = [
      [{ next: 'next', optional: true }, () => ({ data: { value: items(1) } })],
      [{ next: 'next' }, () => ({ data: { value: [] } })],
      [{ next: 'next', hasMore: 'more' }, () => ({ data: { value: items(1), more: false } })],
      [{ next: 'next' }, () => ({ data: { value: items(1), next: null } })],
      // A flag that is left out where it is false, beside a cursor that is always there.
      [{ next: 'next', hasMore: 'more', optional: true }, () => ({ data: { value: items(1), next: 'c' } })],
      [{ next: 'id', of: 'last-item', hasMore: 'more', optional: true }, () => ({ data: { value: items(1) } })],
    ];
    for (const [paging, answer] of without) {
      const agent = new Agent({ items: 'value', paging: { kind: 'cursor', ...paging } as never }, answer);
      expect(await agent.poll()).toBe(1);
    }
  });

  test('Is remembered, also where the list begins anew and then fits one page.', async () => {
    let answers = [{ value: items(1), next: 'b' }, { value: items(2) }];
    const agent = new Agent({ items: 'value', paging: { kind: 'cursor', next: 'next', atEnd: 'restart' } }, () => ({
      data: answers.shift() ?? {},
    }));
    expect(await agent.poll()).toBe(2);
    expect(agent.cursor).toEqual({ found: true });
    answers = [{ value: items(3) }];
    expect(await agent.poll()).toBe(1);
  });
});

test.each([
  [{ kind: 'cursor', next: 'next' }, "paging { kind: 'link'"],
  [{ kind: 'offset', limit: 2 }, 'Correct the paging'],
  [{ kind: 'page', limit: 2 }, 'Correct the paging'],
] as const)('A next page with the items of the one before it fails, with %j.', async (paging, words) => {
  const agent = new Agent({ items: 'results', paging }, () => ({
    data: { results: items(1, 2), next: 'https://shop.test/v1/x?page=2' },
  }));
  await expect(agent.poll()).rejects.toThrow(words);
  expect(agent.requests).toHaveLength(2);
  // It stays so, and does not look healthy after a while.
  await expect(agent.poll()).rejects.toThrow(words);
});

test('Pages that lead in a circle fail, also when a poll reads one page at a time.', async () => {
  const circle: Record<string, object> = {
    a: { data: items(1), next: 'b' },
    b: { data: items(2), next: 'c' },
    c: { data: items(3), next: 'a' },
  };
  const agent = new Agent(
    { items: 'data', maxPages: 1, paging: { kind: 'cursor', next: 'next', start: 'a' } },
    ({ query }) => ({ data: circle[String(query?.['cursor'])] ?? {} }),
  );
  for (let page = 0; page < 3; page += 1) await agent.page();
  await expect(agent.page()).rejects.toThrow('has the same items as a page before it');
});

test('An API that refuses its own link as a cursor is told with what to do, and another cursor without it.', async () => {
  for (const [next, words] of [
    ['https://shop.test/v1/x?page=2', "HTTP 400 The cursor is a link: use paging { kind: 'link', next: ... }."],
    ['/x?page=2', "HTTP 400 The cursor is a link: use paging { kind: 'link', next: ... }."],
    ['c2', /^HTTP 400$/],
  ] as const) {
    const agent = new Agent({ items: 'data', paging: { kind: 'cursor', next: 'next' } }, () => ({
      data: { data: items(1), next },
    }));
    agent.refusals = [
      undefined,
      new PollFailure({ code: 'http-status', message: 'HTTP 400', status: 400 }, { terminal: true }),
    ];
    await expect(agent.poll()).rejects.toThrow(words);
  }
});
