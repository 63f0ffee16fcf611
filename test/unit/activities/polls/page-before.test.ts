// An API that names a next page by its number, also behind one that is not full.
import { items, numbers } from './numbered-items';
import { PollingAgent as Agent, type Answer } from './polling-agent';

interface Numbered {
  readonly stored: number[];
  readonly agent: Agent;
}

/** `names`: what an API says is next. */
const numbered = (kind: 'cursor' | 'link', names: (from: number, count: number) => number, count: number): Numbered => {
  const stored = numbers(0, count);
  const answer: Answer = ({ query, path = '' }) => {
    const from = Number(query?.['cursor'] ?? /from=(\d+)/.exec(path)?.[1] ?? 0);
    const page = stored.slice(from, from + 3);
    const next = page.length === 0 ? undefined : names(from, page.length);
    const link = next === undefined || kind === 'cursor' ? {} : { link: `</v1/?from=${next}>; rel="next"` };
    return { data: { data: items(...page), next: next ?? null }, headers: link };
  };
  const paging = kind === 'link' ? ({ kind } as const) : ({ kind, next: 'next' } as const);
  return { stored, agent: new Agent({ items: 'data', paging }, answer, () => 0) };
};

test.each((['cursor', 'link'] as const).flatMap((kind) => [1, 4, 8].map((count) => [kind, count] as const)))(
  'An API that numbers a next page behind one that is not full is told once that fills up: %s, %i items at first.',
  async (kind, count) => {
    const { stored, agent } = numbered(kind, (from) => from + 3, count);
    for (let poll = 0; poll < 3; poll += 1) expect(await agent.untilRest()).toBeUndefined();
    stored.push(count);
    for (let poll = 0; poll < 3; poll += 1)
      expect((await agent.untilRest())?.message).toContain('or the API does not give those that stand there');
    expect(agent.ids).not.toContain(String(count));
  },
);

test.each((['cursor', 'link'] as const).flatMap((kind) => [0, 1, 3, 4].map((count) => [kind, count] as const)))(
  'An API that names what follows the items of its last page is no failure, whatever is looked at: %s, %i items at first.',
  async (kind, count) => {
    const { stored, agent } = numbered(kind, (from, length) => from + length, count);
    for (const add of [0, 1, 0, 2, 3, 0, 7, 1, 1, 0]) {
      stored.push(...numbers(stored.length, stored.length + add));
      for (let poll = 0; poll < 2; poll += 1) expect(await agent.untilRest()).toBeUndefined();
      expect(agent.ids).toEqual(expect.arrayContaining(stored.map(String)));
    }
  },
);

test('A text that an operator has put in the place of what is kept is passed over.', async () => {
  for (const head of ['AbCdEf\n{', 'AbCdEf\n"\u0000"', '\n', '\n[]', 'AbCdEf+\n']) {
    const { agent } = numbered('cursor', (from, length) => from + length, 4);
    agent.cursor = { cursor: 4, trail: ['AbCdEfGhAbCdEf'], head };
    for (let poll = 0; poll < 3; poll += 1) expect(await agent.untilRest()).toBeUndefined();
  }
});
