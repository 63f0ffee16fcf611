import { items, numbers } from './numbered-items';
import { PollingAgent as Agent, type Answer } from './polling-agent';

interface Timed {
  readonly id: number;
  readonly at: string;
}
const second = (n: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString();
const at = (id: number, n: number): Timed => ({ id, at: second(n) });
const api =
  (stored: readonly Timed[], limit = Infinity): Answer =>
  ({ query }) => {
    const since = String(query?.['since'] ?? '');
    return { data: stored.filter((item) => item.at >= since).slice(0, limit) };
  };

test('Paging by timestamp asks for the last moment again, and so meets what came later of it.', async () => {
  const stored = [at(1, 1), at(2, 2)];
  const agent = new Agent({ paging: { kind: 'timestamp', field: 'at' } }, api(stored));
  await agent.poll();
  stored.push(at(3, 2), at(4, 3));
  await agent.poll();
  expect(Array.from(new Set(agent.ids))).toEqual(['1', '2', '3', '4']);
});

test('Paging by timestamp reads full pages one after the other, also below the overlap.', async () => {
  const stored = numbers(0, 10).map((n) => at(n, n));
  const agent = new Agent({ paging: { kind: 'timestamp', field: 'at', limit: 3, overlap: '5s' } }, api(stored, 3));
  await agent.poll();
  stored.push(at(10, 10));
  await agent.poll();
  expect(new Set(agent.ids)).toEqual(new Set(numbers(0, 11).map(String)));
  expect(agent.cursor).toEqual({ timestamp: second(10), full: 3 });
});

test('Paging by timestamp says so when a full page is newest first, since what lies behind it would be lost.', async () => {
  const agent = new Agent({ paging: { kind: 'timestamp', field: 'at', limit: 2 } }, () => ({
    data: [at(2, 2), at(1, 1)],
  }));
  await expect(agent.page()).rejects.toThrow('oldest first');
});

test('Paging by timestamp says so when one moment has more items than a page.', async () => {
  const stored = [at(1, 1), at(2, 1), at(3, 1)];
  const agent = new Agent({ paging: { kind: 'timestamp', field: 'at', limit: 2 } }, api(stored, 2));
  await agent.page();
  await expect(agent.page()).rejects.toThrow('paging cannot get past them');
});

const unlimited = { kind: 'timestamp', field: 'at' } as const;

test.each([
  ['one item', 1, numbers(0, 4).map((n) => at(n, n)), unlimited],
  [
    'as many items as share one time',
    3,
    numbers(0, 9).map((n) => at(n, Math.floor(n / 4))),
    { ...unlimited, limit: 100 },
  ],
])(
  'An API by time whose pages have room for %s is told for as long as it has others.',
  async (_what, cap, all, paging) => {
    for (const etag of [false, true]) {
      const stored = all.slice(0, 1);
      const answer = api(stored, cap);
      const agent = new Agent({ paging }, (request) => {
        const { data } = answer(request);
        const tag = JSON.stringify(data);
        if (etag && request.headers?.['If-None-Match'] === tag) return { status: 304 };
        return { data, ...(etag ? { headers: { etag: tag } } : {}) };
      });
      for (const item of [undefined, ...all.slice(1), undefined, undefined]) {
        if (item !== undefined) stored.push(item);
        const failure = await agent.untilRest();
        const published = (one: Timed): boolean => agent.ids.includes(String(one.id));
        const last = stored.findLast(published)?.at ?? '';
        // Whether there are more of that very moment nobody can see.
        const told = stored.some((one) => !published(one) && one.at > last);
        expect({ last, told: failure !== undefined }).toEqual({ last, told });
      }
      expect((await agent.untilRest())?.message).toContain('the API has later ones: its pages have no room for them');
    }
  },
);

test.each([{}, { limit: 100 }, { overlap: '5s' }, { overlap: '5s', limit: 100 }] as const)(
  'By time, an API that caps its pages lower than the limit is read to its end by each poll: %j.',
  async (given) => {
    const stored = numbers(0, 20).map((n) => at(n, n));
    const agent = new Agent({ paging: { ...unlimited, ...given } }, api(stored, 3));
    for (const add of [0, 1, 7, 0, 0, 2]) {
      for (const n of numbers(stored.length, stored.length + add)) stored.push(at(n, n));
      expect(await agent.untilRest()).toBeUndefined();
      expect(new Set(agent.ids).size).toBe(stored.length);
    }
  },
);

test('By time, what is added between two calls of one poll is no failure.', async () => {
  const stored = [at(0, 0)];
  const answer = api(stored, 5);
  let added = 0;
  const agent = new Agent({ paging: unlimited }, (request) => {
    const response = answer(request);
    added += 1;
    if (added < 12) stored.push(at(added, added));
    return response;
  });
  for (let poll = 0; poll < 4; poll += 1) expect(await agent.untilRest()).toBeUndefined();
  expect(new Set(agent.ids).size).toBe(12);
});

test('Paging by timestamp is not led into the future by an item that is dated so.', async () => {
  const stored = [at(1, 1), { id: 2, at: '2999-01-01T00:00:00Z' }];
  const agent = new Agent({ paging: { kind: 'timestamp', field: 'at' } }, api(stored));
  await agent.poll();
  stored.push(at(3, 3));
  await agent.poll();
  expect(agent.ids).toContain('3');
});

test.each(['1763800000123456', '20261122080000', '2033112208', '2999-01-01T00:00:00Z'])(
  'Paging by timestamp fails where it can never move, because the items have the time %s.',
  async (time) => {
    const agent = new Agent({ paging: { kind: 'timestamp', field: 'at' } }, () => ({ data: [{ id: 1, at: time }] }));
    await expect(agent.page()).rejects.toThrow(/expected a time in at|dated more than an hour ahead/);
    expect(agent.cursor).toBeUndefined();
  },
);

test.each(['1931-01-01T00:00:00Z', '0001-01-01T00:00:00Z'])(
  'Paging by timestamp goes on from an item dated %s, and gives its time on as it is.',
  async (time) => {
    const stored = [{ id: 0, at: time }, ...numbers(1, 5).map((n) => at(n, n))];
    const agent = new Agent({ timestamp: 'at', paging: { kind: 'timestamp', field: 'at', limit: 3 } }, api(stored, 3));
    const { records } = await agent.page();
    expect(records[0]?.timestamp).toBe(Date.parse(time));
    await agent.poll();
    expect(new Set(agent.ids)).toEqual(new Set(['0', '1', '2', '3', '4']));
  },
);

test('Paging by timestamp refuses an item without a time.', async () => {
  const agent = new Agent({ paging: { kind: 'timestamp', field: 'at' } }, () => ({ data: items(1) }));
  await expect(agent.page()).rejects.toThrow('expected a time in at, got nothing');
});

const minute = (id: number): Timed => ({ id, at: new Date(Date.UTC(2026, 0, 1, 0, id)).toISOString() });
const ofTime = { kind: 'timestamp', field: 'at' } as const;

test.each([
  ['from the second page on', ofTime],
  ['with an overlap', { ...ofTime, overlap: '5m' } as const],
  ['from the first page on', { ...ofTime, start: minute(50).at }],
])(
  'Paging by timestamp tells an API that ignores the time, and still publishes what is new: %s.',
  async (_when, paging) => {
    const stored = numbers(0, 250).map(minute);
    const agent = new Agent({ paging }, () => ({ data: stored.slice(0, 100) }));
    await expect(agent.poll()).rejects.toThrow('the API ignores what it is asked for');
    stored.splice(0, 0, minute(300));
    await expect(agent.poll()).rejects.toThrow('paging.parameter (now since)');
    expect(agent.ids).toContain('300');
  },
);

test.each<[string, number, (since: string) => string]>([
  // Each page has all of the day, so that it may be as large as the API makes them.
  ['looks at the day alone', 18, (since) => since.slice(0, 10)],
  ['begins a little earlier', 7, (since) => (since === '' ? '' : new Date(Date.parse(since) - 300_000).toISOString())],
])('Paging by timestamp takes an API that %s for healthy, and asks it once.', async (_how, more, from) => {
  const count = 100;
  const stored = numbers(0, count).map(minute);
  const agent = new Agent({ paging: ofTime }, ({ query }) => {
    const since = from(String(query?.['since'] ?? ''));
    return { data: stored.filter((item) => item.at >= since) };
  });
  for (let poll = 0; poll < 5; poll += 1) {
    await agent.poll();
    stored.push(minute(count + poll));
  }
  await agent.poll();
  expect(new Set(agent.ids).size).toBe(count + 5);
  const before = agent.requests.length;
  expect(before).toBe(more + 1);
  await agent.poll();
  expect(agent.requests).toHaveLength(before + 1);
});

test.each([
  ['refuses', Object.assign(new Error('HTTP 400'), { terminal: true })],
  ['fails at', new Error('HTTP 500')],
])('Paging by timestamp goes on where an API %s a time that no item has.', async (_what, error) => {
  const stored = numbers(0, 10).map(minute);
  const agent = new Agent({ paging: ofTime }, () => ({ data: stored }));
  // A page, the same once more, a look behind it, and the question whether the API reads the time.
  agent.refusals = [undefined, undefined, undefined, error];
  await agent.poll();
  expect(agent.refusals).toEqual([]);
  expect(agent.cursor).toMatchObject({ timestamp: minute(9).at });
});

test('Paging by timestamp follows a source whose zone is ahead of UTC and whose times do not say so.', async () => {
  const local = (ms: number): string => new Date(Date.now() + 14 * 3_600_000 + ms).toISOString().slice(0, 19);
  const stored = [{ id: 1, at: local(-9_000) }];
  const agent = new Agent({ paging: { ...ofTime, overlap: '2s' } }, ({ query }) => {
    const since = String(query?.['since'] ?? '');
    return { data: stored.filter((item) => item.at > since) };
  });
  await agent.poll();
  stored.push({ id: 2, at: local(-1_000) });
  await agent.poll();
  expect(new Set(agent.ids)).toEqual(new Set(['1', '2']));
  expect(agent.requests.map(({ query }) => query?.['since'])).toContain(local(-11_000));
  stored.splice(0, 2, { id: 3, at: local(4_000_000) });
  await expect(agent.poll()).rejects.toThrow('ahead');
});
