import { items } from './numbered-items';
import { PollingAgent as Agent } from './polling-agent';

const asked = (range: string | undefined, given: object = {}): Agent =>
  new Agent(given, () => ({
    status: 206,
    data: items(1, 2),
    headers: range === undefined ? {} : { 'content-range': range },
  }));

test('A part of a list (206) is published, and told where nothing asks for the others.', async () => {
  for (const range of [undefined, 'items 0-1/7', 'items 0-1/*', 'bytes 0-1/9', '2-3/4']) {
    const agent = asked(range);
    for (let poll = 0; poll < 2; poll += 1) expect((await agent.untilRest())?.message).toContain('a part of its list');
    expect(agent.ids).toContain('2');
  }
});

test('A part of a list (206) is no failure if it is all, if the agent asks for it, or if it pages.', async () => {
  for (const agent of [
    asked('items 0-1/2'),
    asked('0-1/2'),
    asked(undefined, { headers: { range: 'items=0-1' } }),
    asked(undefined, { paging: { kind: 'page', limit: 3 } }),
  ])
    expect(await agent.page()).not.toHaveProperty('failure');
});
