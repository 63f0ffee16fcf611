// By time, an API that gives only what is later than it is asked for never gives the other items of that time.
import fc from 'fast-check';
import type { HttpTimestampPaging } from '../../../../src/config/agent/http-poll-definition';
import { cases } from '../../../support/width';
import { PollingAgent as Agent } from './polling-agent';

interface Stored {
  readonly id: number;
  readonly at: string;
}

const START_MS = Date.UTC(2026, 0, 1);
const timeAt = (second: number): string => new Date(START_MS + second * 1_000).toISOString().replace('.000Z', 'Z');

const followed = (
  given: Partial<HttpTimestampPaging>,
  later: boolean,
  size = Infinity,
): { readonly list: Stored[]; readonly agent: Agent; readonly missed: () => readonly number[] } => {
  const list: Stored[] = [];
  const agent = new Agent({ paging: { kind: 'timestamp', field: 'at', ...given } }, ({ query }) => {
    const since = query?.['since'];
    const ms = since === undefined ? -Infinity : Date.parse(String(since));
    const sorted = list.toSorted((left, right) => Date.parse(left.at) - Date.parse(right.at) || left.id - right.id);
    return { data: sorted.filter(({ at }) => (later ? Date.parse(at) > ms : Date.parse(at) >= ms)).slice(0, size) };
  });
  const missed = (): readonly number[] => {
    const published = new Set(agent.ids);
    return list.map(({ id }) => id).filter((id) => !published.has(String(id)));
  };
  return { list, agent, missed };
};

test('An API that gives only what is later is told at once, and what is later is published all the same.', async () => {
  const { list, agent, missed } = followed({}, true);
  list.push({ id: 0, at: timeAt(0) }, { id: 1, at: timeAt(1) });
  for (let poll = 0; poll < 3; poll += 1) expect((await agent.untilRest())?.message).toContain('Set paging.overlap');
  list.push({ id: 2, at: timeAt(1) }, { id: 3, at: timeAt(2) });
  for (let poll = 0; poll < 3; poll += 1) expect((await agent.untilRest())?.message).toContain('Set paging.overlap');
  expect(agent.ids).toContain('3');
  expect(missed()).toEqual([2]);
});

test('An API that gives the time it is asked for is asked for nothing else, also when its last item is gone.', async () => {
  const { list, agent } = followed({}, false);
  list.push({ id: 0, at: timeAt(0) }, { id: 1, at: timeAt(1) });
  await agent.untilRest();
  for (let poll = 0; poll < 8; poll += 1) {
    if (poll === 4) list.pop();
    const before = agent.requests.length;
    expect(await agent.untilRest()).toBeUndefined();
    expect(agent.requests.length - before).toBe(1);
  }
});

test('An item that is gone before its time was asked for is no failure.', async () => {
  const { list, agent } = followed({}, false);
  list.push({ id: 0, at: timeAt(0) }, { id: 1, at: timeAt(1) });
  await agent.untilRest();
  list.pop();
  for (let poll = 0; poll < 3; poll += 1) expect(await agent.untilRest()).toBeUndefined();
});

/** How many items of each second are added before a poll. */
const rounds = fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }), { minLength: 2, maxLength: 6 });

test.each([true, false].flatMap((later) => (['0s', '1s', '5s'] as const).map((overlap) => [later, overlap] as const)))(
  'However many items have one time, each is published, or the agent fails: only what is later: %s, overlap %s.',
  async (later, overlap) => {
    await fc.assert(
      fc.asyncProperty(rounds, fc.constantFrom(4, 5, 8), async (adds, limit) => {
        const { list, agent, missed } = followed({ overlap, limit }, later, limit);
        let second = 0;
        let last = 0;
        for (const counts of adds) {
          for (const count of counts) {
            for (let added = 0; added < count; added += 1) list.push({ id: list.length, at: timeAt(second) });
            if (count > 0) last = second;
            second += 1;
          }
          // The next items may have the time of the last ones.
          second = last;
          const failure = (await agent.untilRest()) ?? (await agent.untilRest());
          if (failure === undefined) expect(missed()).toEqual([]);
          if (!later || overlap !== '0s')
            expect(failure === undefined || /full page|no room/.test(failure.message)).toBe(true);
        }
      }),
      { numRuns: cases(60) },
    );
  },
);
