// Lists that change where no poll waits, and lists whose pages look alike.
import type { HttpPaging } from '../../../../src/config/agent/http-poll-definition';
import { pagingOf, WatchedAgent } from './fake-api';
import { items, numbers } from './numbered-items';
import { PollingAgent as Agent, type Answer } from './polling-agent';

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

test.each((['offset', 'page'] as const).flatMap((kind) => [0, 8].map((count) => [kind, count] as const)))(
  'A list by %s that loses items in front of its end is told by a look at its first page, if it had %i at first.',
  async (kind, count) => {
    const stored = numbers(0, count);
    const paging = { kind, limit: 3 } as const;
    const answer: Answer = ({ query }) => {
      const { offset, page } = query ?? {};
      const from = page === undefined ? Number(offset) : (Number(page) - 1) * 3;
      return { data: items(...stored.slice(from, from + 3)) };
    };
    let looking = count > 0;
    const agent = new Agent({ paging }, answer, () => (looking ? 0 : 1));
    for (let poll = 0; poll < 3; poll += 1) expect(await agent.untilRest()).toBeUndefined();
    stored.push(...numbers(stored.length, 8));
    expect(await agent.untilRest()).toBeUndefined();
    // None has looked yet: of a list that was empty, nothing was known.
    looking = true;
    stored.shift();
    stored.push(8);
    for (let poll = 0; poll < 3; poll += 1)
      expect((await agent.untilRest())?.message).toContain("set paging.atEnd: 'restart'");
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

test('Without ids, pages whose published parts are the same are no circle if their items are others.', async () => {
  const readings = numbers(0, 250).map((n) => ({ at: n, temp: 20 + (n % 2) }));
  const paging = { kind: 'offset', limit: 50 } as const;
  const agent = new Agent({ id: undefined as never, value: 'temp', paging }, ({ query }) => {
    const offset = Number(query?.['offset']);
    return { data: readings.slice(offset, offset + 50) };
  });
  expect(await agent.poll()).toBe(6);
  expect(agent.cursor).toMatchObject({ offset: 250 });
  const same = new Agent({ id: undefined as never, value: 'temp', paging }, () => ({ data: readings.slice(0, 50) }));
  await expect(same.poll()).rejects.toThrow('has the same items');
});

test.each([
  ['the cursor of its last item', { kind: 'cursor', next: 'id', of: 'last-item' }],
  ['an opaque cursor', { kind: 'cursor', next: 'next' }],
] as const)(
  'An API that begins with the item it is asked to go on from, by %s, is no circle, and is read to its end.',
  async (_by, paging) => {
    for (const lenient of [false, true]) {
      const stored = [1];
      const agent = new Agent({ items: 'data', paging }, ({ query }) => {
        const asked = String(query?.['cursor'] ?? 1);
        const from = stored.indexOf(Number(asked.replace('c', '')));
        if (from === -1) return lenient ? { data: { data: [], next: null } } : { status: 400 };
        const data = items(...stored.slice(from, from + 2));
        return { data: { data, next: `c${String(data.at(-1)?.id)}` } };
      });
      await agent.poll();
      await agent.poll();
      const before = agent.requests.length;
      await agent.poll();
      // That it reads its cursor is known by now.
      expect(agent.requests.length - before).toBe(1);
      for (let last = 1; last < 6; last += 1) {
        stored.push(last + 1);
        await agent.poll();
      }
      await agent.poll();
      expect(new Set(agent.ids)).toEqual(new Set(stored.map(String)));
    }
  },
);

test('An API that ignores its cursor and has one item a page is told.', async () => {
  const agent = new Agent({ items: 'data', paging: { kind: 'cursor', next: 'next' } }, () => ({
    data: { data: items(1), next: 'c1' },
  }));
  await expect(agent.poll()).rejects.toThrow('has the same items');
  await expect(agent.poll()).rejects.toThrow('has the same items');
});

/** A feed sorted by time of update, whose links lead to what is at or behind the last item of a page. */
const updates = (size: number): { readonly list: { id: number; at: number }[]; readonly answer: Answer } => {
  const list: { id: number; at: number }[] = [];
  const answer: Answer = ({ path = '' }) => {
    const after = /after=(\d+)\.(\d+)/.exec(path)?.slice(1).map(Number) ?? [-1, -1];
    const sorted = [...list].sort((left, right) => left.at - right.at || left.id - right.id);
    const page = sorted
      .filter(({ id, at }) => at > (after[0] ?? 0) || (at === after[0] && id > (after[1] ?? 0)))
      .slice(0, size);
    const last = page.at(-1);
    const next =
      last !== undefined && sorted.at(-1) !== last ? { link: `</v1/?after=${last.at}.${last.id}>; rel="next"` } : {};
    return { data: { data: page.map(({ id, at }) => ({ id, at })) }, headers: next };
  };
  return { list, answer };
};

test.each([2, 3, 5])(
  'A feed by links that is sorted by update stays healthy when items are updated, in pages of %i.',
  async (size) => {
    const { list, answer } = updates(size);
    const agent = new Agent({ items: 'data', paging: { kind: 'link' } }, answer);
    let clock = 0;
    for (let id = 0; id < 7; id += 1) list.push({ id, at: (clock += 1) });
    await agent.poll();
    for (let round = 0; round < 12; round += 1) {
      for (const item of list.slice(-2 - (round % 3))) item.at = clock += 1;
      await agent.poll();
      await agent.poll();
    }
    list.push({ id: 99, at: clock + 1 });
    await agent.poll();
    expect(agent.ids).toContain('99');
  },
);
