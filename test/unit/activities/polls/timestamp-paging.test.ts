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
  expect(agent.ids).toEqual(['1', '2', '2', '3', '4']);
});

test('Paging by timestamp reads full pages one after the other, also below the overlap.', async () => {
  const stored = numbers(0, 10).map((n) => at(n, n));
  const agent = new Agent({ paging: { kind: 'timestamp', field: 'at', limit: 3, overlap: '5s' } }, api(stored, 3));
  await agent.poll();
  stored.push(at(10, 10));
  await agent.poll();
  expect(new Set(agent.ids)).toEqual(new Set(numbers(0, 11).map(String)));
  expect(agent.cursor).toEqual({ timestamp: second(10) });
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

test('Paging by timestamp refuses an item without a time.', async () => {
  const agent = new Agent({ paging: { kind: 'timestamp', field: 'at' } }, () => ({ data: items(1) }));
  await expect(agent.page()).rejects.toThrow('expected a time in at, got nothing');
});
