// Places by number or offset are counted from the first item. What is taken out in front of the place where polls go on
// moves the others to places that were read.
import { items, numbers } from './numbered-items';
import { PollingAgent as Agent, type Answer } from './polling-agent';

const kinds = ['offset', 'page'] as const;
type Kind = (typeof kinds)[number];

interface Counted {
  readonly stored: number[];
  readonly agent: Agent;
}

const counted = (
  kind: Kind,
  count: number,
  chance: () => number,
  behind: (from: number, data: readonly object[]) => ReturnType<Answer> = (_from, data) => ({ data }),
): Counted => {
  const stored = numbers(0, count);
  const answer: Answer = ({ query, headers }) => {
    const { offset, page } = query ?? {};
    const from = page === undefined ? Number(offset) : (Number(page) - 1) * 3;
    const data = items(...stored.slice(from, from + 3));
    const given = behind(from, data);
    const same = given.headers?.['etag'] !== undefined && headers?.['If-None-Match'] === given.headers['etag'];
    return same ? { status: 304 } : given;
  };
  return { stored, agent: new Agent({ paging: { kind, limit: 3 } }, answer, chance) };
};

const told = async ({ agent }: Counted, polls = 3): Promise<void> => {
  for (let poll = 0; poll < polls; poll += 1)
    expect((await agent.untilRest())?.message).toContain('Items have moved to other pages');
};

test.each(kinds)(
  'By %s, the last item of full pages that is taken back before another comes is told by a look in front of the place.',
  async (kind) => {
    for (const lost of [5, 4, 0]) {
      let looking = false;
      const list = counted(kind, 6, () => (looking ? 0 : 1));
      for (let poll = 0; poll < 3; poll += 1) expect(await list.agent.untilRest()).toBeUndefined();
      list.stored.splice(lost, 1);
      list.stored.push(6);
      expect(await list.agent.untilRest()).toBeUndefined();
      looking = true;
      await told(list);
    }
  },
);

test.each(kinds)(
  'By %s, an item in front of the place that is taken back is told by the next items that are read behind it, without a look by chance.',
  async (kind) => {
    for (const lost of [5, 3, 0]) {
      const list = counted(kind, 6, () => 1);
      await list.agent.untilRest();
      list.stored.splice(lost, 1);
      list.stored.push(6, 7);
      await told(list);
      expect(list.agent.ids).not.toContain('6');
      expect(list.agent.ids).toContain('7');
    }
  },
);

test.each(kinds)('By %s, a list that grows at its end is no failure, whatever is looked at.', async (kind) => {
  for (const count of [0, 1, 3, 6, 7]) {
    const list = counted(kind, count, () => 0);
    for (const add of [0, 1, 2, 3, 0, 1, 5, 0, 0]) {
      list.stored.push(...numbers(list.stored.length, list.stored.length + add));
      for (let poll = 0; poll < 2; poll += 1) expect(await list.agent.untilRest()).toBeUndefined();
      expect(list.agent.ids).toEqual(expect.arrayContaining(list.stored.map(String)));
    }
  }
});

test('An API that takes multiples of its page size alone as offset, and answers 400 to others, is told once it has more.', async () => {
  const refusing = (from: number, data: readonly object[]): ReturnType<Answer> =>
    from % 3 === 0 ? { data } : { status: 400 };
  const list = counted('offset', 4, () => 0, refusing);
  await list.agent.untilRest();
  list.stored.push(4);
  await told(list);
});

test('An item that is added while a look is under way is no failure.', async () => {
  let asked = 0;
  const list: Counted = counted(
    'offset',
    6,
    () => 0,
    (from, data) => {
      asked += 1;
      if (asked > 4) list.stored.push(list.stored.length);
      return { data: items(...list.stored.slice(from, from + data.length)) };
    },
  );
  for (let poll = 0; poll < 30; poll += 1) {
    const { failure } = await list.agent.page();
    expect(failure).toBeUndefined();
  }
});

test.each(kinds)('By %s, what has moved stays told where the page says that it has not changed.', async (kind) => {
  let chance = 1;
  const tagged = (_from: number, data: readonly object[]): ReturnType<Answer> => ({
    data,
    headers: { etag: JSON.stringify(data) },
  });
  const list = counted(kind, 6, () => chance, tagged);
  for (let poll = 0; poll < 4; poll += 1) await list.agent.untilRest();
  list.stored.pop();
  list.stored.push(6);
  expect(await list.agent.untilRest()).toBeUndefined();
  // This poll does not read the page anew, but looks in front.
  const draws = [1, 0, 0, 0];
  chance = 0;
  const looking = counted(kind, 6, () => draws.shift() ?? 1, tagged);
  looking.agent.cursor = list.agent.cursor;
  looking.stored.splice(5, 1, 6);
  await told(looking, 1);
  await told(looking, 4);
});
