import fc from 'fast-check';
import type { PolledItem } from '../../../../src/model/contract/agent-contract';
import type { ChainOutcome } from '../../../../src/model/contract/effect-contract';
import { publishedApart } from '../../../../src/workflows/agents/published-apart';

const REFUSED = { code: 'publish-refused', message: 'its time', terminal: true } as const;
const MISSING = { code: 'publish-failed', message: 'no topic', terminal: false, retryInMs: 5_000 } as const;

const item = (place: number): PolledItem => ({
  publish: { step: `item.${place}`, topic: 't', key: null, value: { json: place } },
});

/** A topic that refuses some items, and is away from an ask on. */
class Topic {
  readonly taken: PolledItem[] = [];
  asks = 0;

  constructor(
    private readonly refused: ReadonlySet<PolledItem>,
    private readonly awayFrom = Infinity,
    /** Takes no more than this of an ask, as where payloads are large. */
    private readonly room = Infinity,
  ) {}

  readonly ask = (some: readonly PolledItem[]): Promise<ChainOutcome> => {
    this.asks += 1;
    if (this.asks >= this.awayFrom) return Promise.resolve({ chain: 'a', settled: 0, failure: MISSING });
    const first = some.findIndex((one) => this.refused.has(one));
    const settled = Math.min(first === -1 ? some.length : first, this.room);
    this.taken.push(...some.slice(0, settled));
    const failed = settled === first ? ({ failure: REFUSED, recordRefused: true } as const) : {};
    return Promise.resolve({ chain: 'a', settled, ...failed });
  };
}

const page = fc.array(fc.boolean(), { minLength: 1, maxLength: 40 });

test('I9: Items that a topic refuses are passed over, and all others are published once and in order.', async () => {
  await fc.assert(
    fc.asyncProperty(page, fc.integer({ min: 1, max: 5 }), async (bad, room) => {
      const items = bad.map((_, place) => item(place));
      const refused = new Set(items.filter((_, place) => bad[place]));
      fc.pre(bad.slice(0, 25).includes(false));
      const topic = new Topic(refused, Infinity, room);
      const { done, passed, failure } = await publishedApart(items, topic.ask, 0);
      expect(failure).toBeUndefined();
      expect(done).toBe(items.length);
      expect(topic.taken).toEqual(items.filter((one) => !refused.has(one)));
      expect(passed.map((one) => one.item)).toEqual(Array.from(refused));
    }),
  );
});

test('I9: Of a page during which the topic goes away, what is done is told apart from what is left.', async () => {
  await fc.assert(
    fc.asyncProperty(page, fc.integer({ min: 1, max: 8 }), async (bad, awayFrom) => {
      const items = bad.map((_, place) => item(place));
      const refused = new Set(items.filter((_, place) => bad[place]));
      const topic = new Topic(refused, awayFrom);
      const { done, passed, failure } = await publishedApart(items, topic.ask, 0);
      const gone = new Set(passed.map((one) => one.item));
      // A topic that is away has refused nothing.
      expect(passed.every((one) => refused.has(one.item))).toBe(true);
      expect(topic.taken).toEqual(items.slice(0, done).filter((one) => !gone.has(one)));
      if (done < items.length) expect(failure).toBeDefined();
    }),
  );
});

test.each([3, 24, 25, 26, 1_000])(
  'A topic that refuses all of a page of %i items loses none of them.',
  async (size) => {
    const items = Array.from({ length: size }, (_, place) => item(place));
    const topic = new Topic(new Set(items));
    expect(await publishedApart(items, topic.ask, 0)).toEqual({ done: 0, passed: [], failure: REFUSED });
    expect(topic.asks).toBeLessThanOrEqual(30);
  },
);

test('A lone item that is refused is passed over, but not the third in a row: then the items are not to blame.', async () => {
  const alone = [item(0)];
  const topic = new Topic(new Set(alone));
  const passed = [{ item: alone[0], failure: REFUSED }];
  expect(await publishedApart(alone, topic.ask, 0)).toEqual({ done: 1, passed });
  expect(await publishedApart(alone, topic.ask, 1)).toEqual({ done: 1, passed });
  expect(await publishedApart(alone, topic.ask, 2)).toEqual({ done: 0, passed: [], failure: REFUSED });
});

test('I10: One refused item of a large page costs few asks.', async () => {
  const items = Array.from({ length: 1_000 }, (_, place) => item(place));
  const topic = new Topic(new Set(items.slice(400, 401)));
  await publishedApart(items, topic.ask, 0);
  expect(topic.asks).toBeLessThan(8);
});
