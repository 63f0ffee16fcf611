import type { HttpPaging } from '../../../../src/config/agent/http-poll-definition';
import type { EffectRequest } from '../../../../src/model/contract/effect-contract';
import type { EffectResponse } from '../../../../src/model/contract/effect-response';
import { numbers } from './numbered-items';

type Response = Partial<EffectResponse>;
export type PagingKind = HttpPaging['kind'];

const refused =
  (status: number, terminal: boolean, more: object = {}) =>
  (): never => {
    throw Object.assign(new Error(`HTTP ${status}`), {
      terminal,
      status,
      failure: { code: 'http-status', status },
      ...more,
    });
  };
/** As a destination fails a poll whose answer it does not give. */
const unreadable = (code: string) => (): never => {
  throw Object.assign(new Error(code), { terminal: true, status: 200, failure: { code, status: 200 } });
};

/** What an API answers in the place of a page that it has. Each must be told. */
export const TROUBLES: Readonly<Record<string, () => Response>> = {
  'an answer too large': unreadable('response-too-large'),
  'an answer with a secret': unreadable('response-holds-secret'),
  'an answer that is no text in its charset': unreadable('response-unreadable'),
  'broken JSON': () => ({ data: '{"data":[{"id":3},{"id":4}' }),
  'errors beside null': () => ({ data: { data: null, errors: [{ message: 'timeout' }] } }),
  'errors and no items': () => ({ data: { errors: [{ message: 'timeout' }] } }),
  'items under another name': () => ({ data: { rows: [{ id: 1 }] } }),
  'an object with an error': () => ({ data: { data: { error: 'timeout' } } }),
  'a text': () => ({ data: 'try again' }),
  'items without ids': () => ({ data: { data: [{ name: 'a' }, { name: 'b' }] } }),
  401: refused(401, true),
  402: refused(402, true),
  403: refused(403, true),
  407: refused(407, true),
  408: refused(408, false),
  425: refused(425, false),
  429: refused(429, false, { retryAfterMs: 60_000 }),
  409: refused(409, true),
  420: refused(420, true),
  423: refused(423, true),
  499: refused(499, true),
  500: refused(500, false),
  501: refused(501, true),
  'a time-out': unreadable('timeout'),
};

export interface Ending {
  readonly kind: PagingKind;
  /** Number of items in a page. */
  readonly cap: number;
  /** Number of items that the agent takes for a full page. */
  readonly limit: number;
  readonly end: keyof typeof ENDS;
  /** Where an item stands that is on each page. */
  readonly pin?: 'first' | 'last';
  readonly restart?: boolean;
}

/** What an API answers behind its last page. */
export const ENDS = {
  'an empty page': (api: EndingApi): Response => api.page([]),
  null: (): Response => ({ data: { data: null } }),
  204: (): Response => ({ status: 204, data: null }),
  'the first page': (api: EndingApi): Response => api.at(0),
  'the last page': (api: EndingApi): Response => api.at(api.last),
  'as many of the last items as fit a page': (api: EndingApi): Response => api.at(Math.max(0, api.length - api.cap)),
  404: refused(404, true),
  302: refused(302, true),
  'an object that is no item': (_: EndingApi, place: number): Response => ({
    data: { data: { message: `no such page: ${place}` } },
  }),
  'an object without items': (_: EndingApi, place: number): Response => ({ data: { message: `no ${place}` } }),
  'a text': (): Response => ({ data: 'There is no such page.' }),
} as const;

/** An API whose list grows at its end. */
export class EndingApi {
  length = 0;
  /** The place of an item with whose page there is trouble. */
  troubled = -1;
  trouble = (): Response => ({});

  constructor(private readonly ending: Ending) {}

  get cap(): number {
    return this.ending.cap;
  }

  /** Where the last page begins. */
  get last(): number {
    return Math.max(0, Math.ceil(this.length / this.cap) - 1) * this.cap;
  }

  get paging(): HttpPaging {
    const { kind, limit, restart = false } = this.ending;
    const atEnd = restart ? 'restart' : 'stay';
    if (kind === 'cursor') return { kind, next: 'next', atEnd };
    if (kind === 'link') return { kind, atEnd };
    if (kind === 'timestamp') return { kind, field: 'at', limit };
    return { kind, limit, atEnd };
  }

  answer = (request: EffectRequest): Response => {
    const from = this.placeOf(request);
    if (from > 0 && from >= this.length) return ENDS[this.ending.end](this, from);
    const isTroubled = from <= this.troubled && this.troubled < from + this.cap;
    return isTroubled ? this.trouble() : this.at(from);
  };

  at(from: number): Response {
    const to = Math.min(from + this.cap, this.length);
    const next = from + this.cap;
    const answer = this.page(numbers(from, to));
    if (next >= this.length) return { ...answer, data: { ...(answer.data as object), next: null } };
    return {
      data: { ...(answer.data as object), next },
      headers: { link: `<https://shop.test/v1/?cursor=${next}>; rel="next"` },
    };
  }

  page(places: readonly number[]): Response {
    const { pin } = this.ending;
    const pinned = { id: 'pin', at: timeAt(0) };
    const own = places.map((place) => ({ id: place, at: timeAt(place) }));
    return { data: { data: [...(pin === 'first' ? [pinned] : []), ...own, ...(pin === 'last' ? [pinned] : [])] } };
  }

  private placeOf({ query, path = '' }: EffectRequest): number {
    const { cursor = /cursor=(\d+)/.exec(path)?.[1], offset, page, since } = query ?? {};
    if (page !== undefined) return (Number(page) - 1) * this.cap;
    if (since !== undefined) return Math.floor((Date.parse(String(since)) - START_MS) / 1_000);
    return Number(cursor ?? offset ?? 0);
  }
}

const START_MS = Date.UTC(2026, 0, 1);
const timeAt = (place: number): string => new Date(START_MS + place * 1_000).toISOString();
