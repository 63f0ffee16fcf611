// What is added before the first item is never seen by whoever waits at the last page. Looks at the first page tell it.
import type { HttpPaging } from '../../../../src/config/agent/http-poll-definition';
import { pagingOf, WatchedAgent } from './fake-api';
import { items, numbers } from './numbered-items';
import { PollingAgent as Agent, type Answer } from './polling-agent';

const always = (): number => 0;
const newestFirst = (kind: 'cursor' | 'last-item' | 'link' | 'body-link', maxPages = 100): WatchedAgent => {
  const shape = { kind, size: 3, newestFirst: true } as const;
  return new WatchedAgent(shape, { maxPages, paging: { ...pagingOf(shape), atEnd: 'stay' } as HttpPaging }, always);
};

test.each(
  (['cursor', 'last-item', 'link', 'body-link'] as const).flatMap((kind) =>
    [3, 4, 9].map((growth) => [kind, growth] as const),
  ),
)(
  'A list that is newest first is told where polls wait at its last page, if it grows by pages at once and then rests: %s, by %i.',
  async (kind, growth) => {
    for (const maxPages of [1, 100]) {
      const agent = newestFirst(kind, maxPages);
      for (const add of [13, ...numbers(0, 8).map(() => 0), growth, ...numbers(0, 50).map(() => 0)])
        await agent.round(add);
      expect(agent.failure?.message).toMatch(/atEnd: 'restart'|newest items come first/);
      expect(agent.missed(1)).not.toEqual([]);
    }
  },
);

test('A look that fails keeps what the first page was like.', async () => {
  const agent = newestFirst('cursor');
  for (const add of [13, 0, 0]) await agent.round(add);
  agent.agent.refusals = [undefined, new Error('HTTP 503')];
  for (const add of [1, 0, 0]) await agent.round(add);
  expect(agent.failure?.message).toContain("set paging.atEnd: 'restart'");
});

/** A feed by cursor that holds its newest items only, oldest first. */
const forgetful = (keep: number): { readonly agent: Agent; readonly add: (count: number) => void } => {
  let top = 0;
  const answer: Answer = ({ query }) => {
    const from = Math.max(Number(query?.['cursor'] ?? 0), top - keep);
    const to = Math.min(from + 3, top);
    return { data: { data: items(...numbers(from, to)), next: to } };
  };
  const agent = new Agent({ items: 'data', paging: { kind: 'cursor', next: 'next' } }, answer, always);
  return { agent, add: (count) => void (top += count) };
};

test.each([4, 30, 300])(
  'A source that keeps its last %i items alone is no failure, and few of its pages are looked at.',
  async (keep) => {
    const { agent, add } = forgetful(keep);
    add(keep);
    for (let poll = 0; poll < 60; poll += 1) {
      expect(await agent.untilRest()).toBeUndefined();
      const before = agent.requests.length;
      await agent.untilRest();
      // The page where it waits, the one before, the first one, and one behind it.
      expect(agent.requests.length - before).toBeLessThanOrEqual(4);
      add(poll % 7 === 0 ? keep + 20 : 1);
      if (poll % 7 === 0) for (let wait = 0; wait < 3; wait += 1) await agent.untilRest();
    }
  },
);

/** A feed that is sorted by time of update. */
const updated = (
  size: number,
  kind: 'cursor' | 'link',
): { readonly list: { id: number; at: number }[]; readonly answer: Answer } => {
  const list: { id: number; at: number }[] = [];
  const answer: Answer = ({ path = '', query }) => {
    const after = Number(query?.['cursor'] ?? /after=(\d+)/.exec(path)?.[1] ?? -1);
    const sorted = [...list].sort((left, right) => left.at - right.at);
    const page = sorted.filter(({ at }) => at > after).slice(0, size);
    const last = page.at(-1)?.at;
    const leads = last !== undefined && last !== sorted.at(-1)?.at;
    return {
      data: { data: page.map(({ id }) => ({ id })), next: last ?? null },
      headers: kind === 'link' && leads ? { link: `</v1/?after=${last}>; rel="next"` } : {},
    };
  };
  return { list, answer };
};

test.each([2, 3, 5, 20].flatMap((size) => (['cursor', 'link'] as const).map((kind) => [kind, size] as const)))(
  'A feed that is sorted by update is no failure, whichever of its items go to its end: %s, in pages of %i.',
  async (kind, size) => {
    const { list, answer } = updated(size, kind);
    const paging = kind === 'link' ? { kind } : { kind, next: 'next' };
    const agent = new Agent({ items: 'data', paging }, answer, always);
    let clock = 0;
    for (let id = 0; id < 7; id += 1) list.push({ id, at: (clock += 1) });
    for (let round = 0; round < 30; round += 1) {
      for (let poll = 0; poll < 2 + (round % 3); poll += 1) expect(await agent.untilRest()).toBeUndefined();
      for (const item of list.filter(({ id }) => (id + round) % (2 + (round % 3)) === 0)) item.at = clock += 1;
    }
  },
);

test('An item that goes to the end of a feed just before a look at its first page is no failure.', async () => {
  const { list, answer } = updated(5, 'cursor');
  let clock = 0;
  const paging = { kind: 'cursor', next: 'next' } as const;
  const agent = new Agent(
    { items: 'data', paging },
    (request) => {
      const [oldest] = [...list].sort((left, right) => left.at - right.at);
      if (request.query?.['cursor'] === undefined && oldest !== undefined && clock > 7) oldest.at = clock += 1;
      return answer(request);
    },
    always,
  );
  for (let id = 0; id < 7; id += 1) list.push({ id, at: (clock += 1) });
  for (let poll = 0; poll < 40; poll += 1) {
    if (poll === 3) clock += 1;
    expect(await agent.untilRest()).toBeUndefined();
  }
});

test.each(['page', 'offset', 'page[number]', 'page%5Boffset%5D'])(
  'A list that is followed by links that count (%s), and that loses items in front, is told.',
  async (parameter) => {
    const stored = numbers(0, 8);
    const agent = new Agent(
      { paging: { kind: 'link' } },
      ({ path = '' }) => {
        const from = Number(/=(\d+)/.exec(path)?.[1] ?? 0);
        const link = from + 3 < stored.length ? { link: `</v1/?${parameter}=${from + 3}>; rel="next"` } : {};
        return { data: items(...stored.slice(from, from + 3)), headers: link };
      },
      always,
    );
    for (let poll = 0; poll < 3; poll += 1) expect(await agent.untilRest()).toBeUndefined();
    stored.splice(0, 2);
    stored.push(8);
    expect((await agent.untilRest())?.message).toContain('Items have moved to other pages');
  },
);
