// Whatever an API answers behind its end, and whatever trouble there is with a page in its middle, each item is
// published once and in order, or the agent says that it fails.
import fc from 'fast-check';
import { ENDS, EndingApi, TROUBLES, type Ending, type PagingKind } from './ending-api';
import { numbers } from './numbered-items';
import { PollingAgent } from './polling-agent';
import { cases } from '../../../support/width';

class Followed {
  readonly api: EndingApi;
  readonly agent: PollingAgent;
  failure: Error | undefined;

  constructor(ending: Ending, maxPages = 100) {
    this.api = new EndingApi(ending);
    this.agent = new PollingAgent({ items: 'data', paging: this.api.paging, maxPages }, this.api.answer);
  }

  /** Lets the list grow, and the agent poll until it waits or fails. */
  async round(add: number): Promise<void> {
    this.api.length += add;
    this.failure = await this.agent.untilRest();
  }

  get missed(): readonly number[] {
    const published = new Set(this.agent.ids);
    return numbers(0, this.api.length).filter((id) => !published.has(String(id)));
  }

  /** The items in the order in which they were first published. */
  get order(): readonly number[] {
    return Array.from(new Set(this.agent.ids))
      .filter((id) => id !== 'pin')
      .map(Number);
  }
}

const sizes: readonly (readonly [cap: number, limit: number])[] = [
  [3, 3],
  [2, 3],
  [1, 3],
];
const kinds = ['offset', 'page', 'cursor', 'link', 'timestamp'] as const;
const counted = (kind: PagingKind): boolean => kind === 'offset' || kind === 'page';
const restarting = (kind: PagingKind): readonly boolean[] => (kind === 'timestamp' ? [false] : [false, true]);
const endings = (kind: PagingKind, pins: readonly Ending['pin'][] = [undefined]): readonly Ending[] =>
  // By time, a page begins with the item that it is asked for: a page of one never leads on, which is another test.
  sizes
    .filter(([cap]) => kind !== 'timestamp' || cap > 1)
    .flatMap(([cap, limit]) =>
      (Object.keys(ENDS) as Ending['end'][]).flatMap((end) =>
        pins.flatMap((pin) =>
          restarting(kind).map((restart) => ({
            kind,
            cap,
            limit: limit + (pin === undefined ? 0 : 1),
            end,
            restart,
            ...(pin === undefined ? {} : { pin }),
          })),
        ),
      ),
    );
/** Items that are added before each poll, and how many pages a poll reads. */
const growths: readonly (readonly [adds: readonly number[], maxPages: number])[] = [
  [[5, 0, 2, 0, 1, 3, 0], 100],
  [[6, 0, 3, 0, 2, 1, 0], 100],
  [[20, 0, 1, 4, 0], 100],
  [[6, 1, 2, 0], 1],
];

const expectHonest = ({ failure, missed, order }: Followed, what: string): void => {
  const isWhole = missed.length === 0 && order.every((id, index) => id === index);
  if (failure === undefined && !isWhole)
    expect({ what, order, missed }).toEqual({ what, order: order.toSorted(), missed: [] });
};

const expectHealthy = ({ failure }: Followed, what: string): void => {
  if (failure !== undefined) expect({ what, failure: failure.message }).toEqual({ what });
};

/** What is behind the end where there is trouble, too. */
const TRIED: readonly string[] = ['an empty page', 'the first page', '404', 'an object that is no item'];

const told = (ending: Ending): boolean => {
  const { kind, pin, end } = ending;
  // Places by offset are not those of the items, by time the pin is older than what is asked for.
  if (pin !== undefined && kind !== 'page') return true;
  return !counted(kind) && end !== 'an empty page';
};

const grown = (ending: Ending): typeof growths =>
  counted(ending.kind) && ending.pin === undefined ? growths : growths.slice(0, 2);

/** Draws from the whole product, which takes a minute and a half. */
const tried = <T>(all: readonly T[], runs: number, body: (one: T) => Promise<void>): Promise<void> =>
  fc.assert(fc.asyncProperty(fc.constantFrom(...all), body), { numRuns: cases(runs) });

test.each(kinds)(
  'By %s, each item is published in order or the agent fails, whatever is behind the end of its list and stands on each page.',
  async (kind) => {
    const all = endings(kind, [undefined, 'first', 'last']).flatMap((ending) =>
      grown(ending).map(([adds, maxPages]) => ({ ending, adds, maxPages })),
    );
    await tried(all, 40, async ({ ending, adds, maxPages }) => {
      const what = JSON.stringify({ ...ending, adds, maxPages });
      const followed = new Followed(ending, maxPages);
      for (const add of adds) {
        await followed.round(add);
        for (let wait = maxPages === 1 ? 8 : 0; wait > 0; wait -= 1) await followed.round(0);
        expectHonest(followed, what);
        if (!told(ending)) expectHealthy(followed, what);
      }
    });
  },
);

test.each(kinds.flatMap((kind) => Object.keys(TROUBLES).map((trouble) => [kind, trouble] as const)))(
  'By %s, %s in the place of a page is told for as long as it lasts, and then all is published in order.',
  async (kind, name) => {
    const all = endings(kind)
      .filter(({ end }) => (counted(kind) ? TRIED : ['an empty page']).includes(String(end)))
      .flatMap((ending) => [1, 7].map((troubled) => ({ ending, troubled })));
    await tried(all, 6, async ({ ending, troubled }) => {
      const what = JSON.stringify({ ...ending, troubled });
      const followed = new Followed(ending);
      followed.api.trouble = TROUBLES[name] ?? followed.api.trouble;
      followed.api.troubled = troubled;
      for (const add of [7, 0, 0, 5, 0, 0, 0]) {
        await followed.round(add);
        expectHonest(followed, what);
      }
      expect({ what, failed: followed.failure !== undefined }).toEqual({ what, failed: true });
      followed.api.troubled = -1;
      for (const add of [0, 0, 2, 0, 1]) {
        await followed.round(add);
        expectHonest(followed, what);
        if (!told(ending)) expectHealthy(followed, what);
      }
    });
  },
);
