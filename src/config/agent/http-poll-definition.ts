// What a user writes about polling an HTTP API by configuration: the option `http` of a poll agent.
import type { Duration } from '../checking/duration';

/**
 * Asks an HTTP API for new items. In `path`, `query`, `headers` and `data`, `{name}` stands for a parameter of the agent;
 * `{cursor}` for the place that the poll goes on from. Field paths name fields of JSON objects, with dots:
 * `'meta.next'`. Where an object has a name with dots itself (`'@odata.nextLink'`), that counts first.
 */
export interface HttpPollDefinition {
  /** Destination to poll: its address, headers, credentials, limits, breaker and time-out apply. */
  readonly destination: string;
  /** @default 'GET' */
  readonly method?: 'GET' | 'POST';
  /** Path from the root of the destination: `'/devices/{device}/events'`. What is filled in is encoded. @default '/' */
  readonly path?: string;
  /** An entry with `{cursor}` is left out while there is no cursor. */
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON body of a POST. A text that is `'{cursor}'` and nothing else becomes the cursor as it is, or null. */
  readonly data?: unknown;
  /** Field path of the array of items in the response: `'data.orders'`. An object there is one item. @default the whole body */
  readonly items?: string;
  /**
   * Id of an item at its source, by which it is published only once: a field path of the item, or a template of
   * `{item.field}` and parameters such as `'{item.order}:{item.version}'`. Needed for all paging but `offset`.
   */
  readonly id?: string;
  /** Key of the record: a field path of the item, or a template like that of `id`, such as `'{device}'`. @default no key */
  readonly key?: string;
  /** Field path of the part of an item that is published. @default the whole item */
  readonly value?: string;
  /** Field path of the record's timestamp: ISO 8601, or seconds or milliseconds since the Unix epoch. @default when it is written */
  readonly timestamp?: string;
  /** How to get what one response does not hold. @default each poll makes the same request */
  readonly paging?: HttpPaging;
  /**
   * Send `If-None-Match` and `If-Modified-Since` when the same page is requested again; 304 is nothing new.
   * With true, a page whose `ETag` says nothing of its next page hides that. @default true; false for `cursor` and `link`
   * with `atEnd: 'stay'`
   */
  readonly conditional?: boolean;
  /** Maximum number of pages that one poll reads, each published before the next is requested. The next poll goes on from there. @default 100 */
  readonly maxPages?: number;
  /** Largest response body, in bytes. @default 262144 */
  readonly maxResponseBytes?: number;
}

export type HttpPaging = HttpCursorPaging | HttpLinkPaging | HttpOffsetPaging | HttpPagePaging | HttpTimestampPaging;

/** What follows the last page: the same page again (new items are added at the end), or the first (they come first). */
export type HttpPagingEnd = 'stay' | 'restart';

/** The response names what follows it. */
export interface HttpCursorPaging {
  readonly kind: 'cursor';
  /** Field path of the next cursor. Absent, null or empty in a response: it is the last page. */
  readonly next: string;
  /**
   * True if a list that fits one page has no `next`, or if `hasMore` is absent where it is false. Otherwise a `next` that no
   * answer ever had, and an absent `hasMore`, are failures. @default false
   */
  readonly optional?: boolean;
  /** Where `next` is: in the body, or in the last item, as of APIs that page by `starting_after`. @default 'body' */
  readonly of?: 'body' | 'last-item';
  /**
   * Field path of a flag in the body that is true while pages are left. A page without it is a failure or, if `optional`
   * is set, the last one. @default pages are left while `next` leads on
   */
  readonly hasMore?: string;
  /** Query parameter of the cursor. @default 'cursor'; none where `{cursor}` is used */
  readonly parameter?: string;
  /** Cursor of the first poll. @default none is sent */
  readonly start?: string | number;
  /** @default 'stay' */
  readonly atEnd?: HttpPagingEnd;
}

/** A link in the response leads on. Only links below the base URL of the destination are followed. */
export interface HttpLinkPaging {
  readonly kind: 'link';
  /** Field path of the link in the body. Absent, null or empty: it is the last page. @default `Link: <...>; rel="next"` (RFC 8288) */
  readonly next?: string;
  /** True if a list that fits one page has no `next`. Otherwise a `next` that no answer ever had is a failure. @default false */
  readonly optional?: boolean;
  /** Take only path and query of links, for an API that names itself otherwise than it is called, as behind a proxy. @default false */
  readonly pathOnly?: boolean;
  /** @default 'stay' */
  readonly atEnd?: HttpPagingEnd;
}

/** Paging by the number of items to skip. */
export interface HttpOffsetPaging {
  readonly kind: 'offset';
  /** Number of items on a full page, as the API really returns them. A page with fewer is the last. */
  readonly limit: number;
  /** @default 'offset'; none where `{cursor}` is used */
  readonly parameter?: string;
  /** Query parameter that `limit` is sent in. @default it is not sent */
  readonly limitParameter?: string;
  /** Offset of the first poll. @default 0 */
  readonly start?: number;
  /** @default 'stay' */
  readonly atEnd?: HttpPagingEnd;
}

/** Pages by number. A page that is not full is asked for again by the next poll. */
export interface HttpPagePaging extends Omit<HttpOffsetPaging, 'kind' | 'start' | 'parameter'> {
  readonly kind: 'page';
  /** @default 'page'; none where `{cursor}` is used */
  readonly parameter?: string;
  /** Number of the first page. @default 1 */
  readonly start?: number;
}

/** Items at or after a time. The API answers them oldest first, or all at once. */
export interface HttpTimestampPaging {
  readonly kind: 'timestamp';
  /** Field path of the time by which items are selected: ISO 8601, or seconds or milliseconds since the Unix epoch. */
  readonly field: string;
  /** Query parameter of the time; sent in the form in which the items have it. @default 'since'; none where `{cursor}` is used */
  readonly parameter?: string;
  /**
   * How long before the last item the next request begins: for APIs that leave out the time itself, and items that show
   * up late. Their ids must still be among those that the agent remembers. @default '0s'
   */
  readonly overlap?: Duration;
  /** Number of items on a full page, which another one follows. @default the API returns all items at once */
  readonly limit?: number;
  /** Query parameter that `limit` is sent in. @default it is not sent */
  readonly limitParameter?: string;
  /** Time of the first poll. @default none is sent */
  readonly start?: string | number;
}
