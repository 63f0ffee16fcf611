import type { HttpPollDefinition, HttpPaging } from '../../../../src/config/agent/http-poll-definition';
import type { EffectRequest } from '../../../../src/model/contract/effect-contract';
import type { EffectResponse } from '../../../../src/model/contract/effect-response';
import { PollingAgent } from './polling-agent';

type Response = Partial<EffectResponse>;

/** How an API hands out its list. What is not said is as it should be. */
export interface ApiShape {
  readonly kind: 'cursor' | 'last-item' | 'link' | 'body-link' | 'offset' | 'page';
  readonly size: number;
  readonly newestFirst: boolean;
  /** True if the API does not look at the place that it is asked for. */
  readonly ignores?: true;
  /** What the API says is next: by default what really follows, and nothing on the last page. */
  readonly names?: 'always' | 'itself-at-end' | 'constant' | 'end';
  /** Pages in a circle that never ends. */
  readonly circle?: number;
  readonly shuffled?: boolean;
  readonly emptyPages?: boolean;
  readonly etag?: boolean;
  readonly hasMore?: { readonly name: string; readonly value: (left: boolean) => unknown };
  readonly link?: (target: string) => string;
  /** Number of items that the agent takes for a full page, if it is another one than the size. */
  readonly limit?: number;
  /** True for items that the API leaves out of its pages. */
  readonly hides?: (id: number) => boolean;
  /** What is behind the last page: an empty one by default. */
  readonly beyond?: 'last-page' | 'not-found';
}

/** An API over real state: a list that grows, and answers of the shape. */
export class FakeApi {
  readonly ids: number[] = [];
  private asked = 0;

  constructor(private readonly shape: ApiShape) {}

  add(count: number): void {
    for (let index = 0; index < count; index += 1) this.ids.push(this.ids.length + 1);
  }

  answer = (request: EffectRequest): Response => {
    this.asked += 1;
    const from = this.placeOf(request);
    const beyond = this.shape.beyond !== undefined && from > 0 && from >= this.ids.length;
    return beyond ? this.answerBeyond(request) : this.answerAt(from, request);
  };

  private answerAt(from: number, request: EffectRequest): Response {
    const { kind, etag, hasMore } = this.shape;
    const { page, next, left } = this.pageAt(from);
    const target = next === undefined ? undefined : `https://shop.test/v1/?cursor=${next}`;
    const data = {
      data: page.filter((id) => !this.hides(id)).map((id) => ({ id, after: id })),
      ...(kind === 'cursor' ? { next: next ?? null } : {}),
      ...(kind === 'body-link' ? { next: target ?? null } : {}),
      ...(hasMore === undefined ? {} : { [hasMore.name]: hasMore.value(left) }),
    };
    const link = this.linkTo(target);
    const tag = etag === true ? { etag: JSON.stringify(data.data) } : {};
    if (tag.etag !== undefined && request.headers?.['If-None-Match'] === tag.etag)
      return { status: 304, headers: link };
    return { data, headers: { ...link, ...tag } };
  }

  hides(id: number): boolean {
    return this.shape.hides?.(id) === true;
  }

  private answerBeyond(request: EffectRequest): Response {
    if (this.shape.beyond === 'not-found' || this.ids.length === 0) return { status: 404 };
    const { size } = this.shape;
    const last = Math.floor((this.ids.length - 1) / size);
    return this.answerAt(last * size, request);
  }

  private linkTo(target: string | undefined): Record<string, string> {
    const { kind, link = rel } = this.shape;
    return kind === 'link' && target !== undefined ? { link: link(target) } : {};
  }

  private pageAt(from: number): {
    readonly page: readonly number[];
    readonly next: number | undefined;
    readonly left: boolean;
  } {
    const { size, circle, emptyPages } = this.shape;
    const list = this.list();
    if (circle !== undefined) {
      const at = from % (circle * size);
      return { page: this.inSomeOrder(list.slice(at, at + size)), next: from + size, left: true };
    }
    if (emptyPages !== true) {
      const page = this.inSomeOrder(list.slice(from, from + size));
      const left = from + size < list.length;
      return { page, next: this.next(from, page.length, left), left };
    }
    // Every other page is empty, and only leads on.
    const at = Math.floor(from / (2 * size)) * size;
    const left = at + size < list.length;
    const page = from % (2 * size) === size ? [] : list.slice(at, at + size);
    return { page, next: this.next(from, size, left), left };
  }

  private list(): readonly number[] {
    return this.shape.newestFirst ? this.ids.toReversed() : this.ids;
  }

  /** The page in an order of its own, as of a list without one. */
  private inSomeOrder(page: readonly number[]): readonly number[] {
    if (this.shape.shuffled !== true || page.length === 0) return page;
    const turn = this.asked % page.length;
    return [...page.slice(turn), ...page.slice(0, turn)];
  }

  private placeOf({ query, path = '' }: EffectRequest): number {
    const { kind, size, ignores } = this.shape;
    const { cursor, offset, page } = query ?? {};
    const asked = cursor ?? offset ?? page ?? /cursor=(\d+)/.exec(path)?.[1];
    if (ignores === true || asked === undefined) return 0;
    if (kind === 'page') return (Number(asked) - 1) * size;
    return kind === 'last-item' ? this.list().indexOf(Number(asked)) + 1 : Number(asked);
  }

  private next(from: number, count: number, left: boolean): number | undefined {
    const { names, size } = this.shape;
    if (names === 'constant') return size;
    if (names === 'always' || left) return from + count;
    if (names === 'itself-at-end') return from;
    return names === 'end' ? from + count : undefined;
  }
}

const rel = (target: string): string => `<${target}>; rel="next"`;

/** The paging that fits the shape, unless the test says otherwise. */
export const pagingOf = ({ kind, size, newestFirst, hasMore, limit = size }: ApiShape): HttpPaging => {
  const atEnd = newestFirst ? 'restart' : 'stay';
  const flag = hasMore === undefined ? {} : { hasMore: 'more' };
  if (kind === 'cursor') return { kind, next: 'next', atEnd, ...flag };
  if (kind === 'last-item') return { kind: 'cursor', next: 'after', of: 'last-item', atEnd, ...flag };
  if (kind === 'link') return { kind, atEnd };
  if (kind === 'body-link') return { kind: 'link', next: 'next', atEnd };
  return { kind, limit, atEnd };
};

/** A poll agent of a fake API, round by round. */
export class WatchedAgent {
  readonly api: FakeApi;
  readonly agent: PollingAgent;
  failure: Error | undefined;
  /** When each item was added. */
  private readonly born = new Map<number, number>();
  private rounds = 0;

  constructor(shape: ApiShape, given: Omit<HttpPollDefinition, 'destination'> = {}, chance?: () => number) {
    this.api = new FakeApi(shape);
    this.agent = new PollingAgent({ items: 'data', paging: pagingOf(shape), ...given }, this.api.answer, chance);
  }

  /** Adds items, and lets the agent poll until it waits or fails. */
  async round(add: number): Promise<void> {
    this.api.add(add);
    for (const id of this.api.ids) if (!this.born.has(id)) this.born.set(id, this.rounds);
    this.rounds += 1;
    this.failure = await this.agent.untilRest();
  }

  /** The items that were in the list for so many rounds and are not published. */
  missed(rounds: number): readonly number[] {
    const published = new Set(this.agent.ids);
    const old = (id: number): boolean => this.rounds - (this.born.get(id) ?? 0) > rounds;
    return this.api.ids.filter((id) => old(id) && !this.api.hides(id) && !published.has(String(id)));
  }
}
