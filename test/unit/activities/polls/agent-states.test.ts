// The cursor of an agent is stored in its workflow: what earlier builds have kept goes on, and operators may set it.
import { numbers, items } from './numbered-items';
import { PollingAgent as Agent, type Answer } from './polling-agent';

const feed: Answer = ({ query }) => {
  const from = Number(query?.['cursor'] ?? 0);
  return {
    data: { data: items(...numbers(from, Math.min(from + 2, 5))), ...(from + 2 < 5 ? { next: from + 2 } : {}) },
  };
};
const paging = { kind: 'cursor', next: 'next' } as const;

test.each([
  ['at rest on its last page', { cursor: 4 }],
  ['in the middle of a walk', { cursor: 2, pages: 1, trail: ['abcdefghijkl'] }],
  ['with validators', { cursor: 4, etag: '"1"', lastModified: 'Sun, 29 Nov 2026 10:00:00 GMT', of: { cursor: 4 } }],
])('An agent that an earlier build has left %s goes on from there.', async (_where, cursor) => {
  const agent = new Agent({ items: 'data', paging }, feed);
  agent.cursor = cursor;
  await agent.poll();
  expect(agent.ids.at(-1)).toBe('4');
  const before = agent.requests.length;
  await agent.poll();
  // What it had to find out anew it now knows.
  expect(agent.requests.length - before).toBe(1);
});

test('An agent that an earlier build has left at a page of an ignored cursor is told, also when its list has changed.', async () => {
  let first = 2;
  const agent = new Agent({ items: 'data', paging }, () => ({ data: { data: items(first, first - 1), next: 'c1' } }));
  agent.cursor = { cursor: 'c1', trail: ['abcdefghijkl'] };
  for (; first < 6; first += 1) await expect(agent.poll()).rejects.toThrow('the API ignores what it is asked for');
});

test('A cursor that an operator sets does not stand for a field that no answer ever had.', async () => {
  const agent = new Agent({ items: 'data', paging: { ...paging, next: 'nxt' } }, feed);
  agent.cursor = { cursor: 2 };
  await expect(agent.poll()).rejects.toThrow('No answer has had the field nxt');
  expect(agent.ids).toEqual(['2', '3']);
});

test('The first page is asked for once more when the call for a page has used up the rate, and not without end.', async () => {
  const agent = new Agent({ items: 'data', paging: { ...paging, next: 'nxt' } }, feed);
  agent.cursor = { cursor: 2 };
  agent.refusals = [undefined, Object.assign(new Error('The rate is used up.'), { retryAfterMs: 5 })];
  await expect(agent.poll()).rejects.toThrow('No answer has had the field nxt');
  expect(agent.requests).toHaveLength(3);
  agent.refusals = [undefined, Object.assign(new Error('The rate is used up.'), { retryAfterMs: 60_000 })];
  await expect(agent.poll()).rejects.toThrow('The rate is used up.');
});

test('What an agent keeps of its pages is short: a thousand agents must fit one run.', async () => {
  const agent = new Agent({ items: 'data', maxPages: 100, paging }, ({ query }) => {
    const at = Number(query?.['cursor'] ?? 0);
    return { data: { data: items(...numbers(at * 3, at * 3 + 3)), ...(at < 40 ? { next: at + 1 } : {}) } };
  });
  let most = 0;
  for (let more: boolean | undefined = true; more === true;) {
    ({ more } = await agent.page());
    most = Math.max(most, JSON.stringify(agent.cursor).length);
  }
  expect(most).toBeLessThan(240);
  expect(JSON.stringify(agent.cursor).length).toBeLessThan(100);
});
