// The validated `http` options of a poll agent: defaults are filled in and durations are in milliseconds.

export interface ResolvedHttpPoll {
  readonly destination: string;
  /** Undefined for a destination in code. */
  readonly baseUrl: string | undefined;
  /** What the destination sends with each call, without secrets; nothing for a destination in code. */
  readonly sharedHeaders: Readonly<Record<string, string>>;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query: Readonly<Record<string, string | number | boolean>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: unknown;
  /** Undefined for the whole body. */
  readonly items: string | undefined;
  readonly id: string | undefined;
  readonly key: string | undefined;
  readonly value: string | undefined;
  readonly timestamp: string | undefined;
  /** Undefined if each poll makes the same request. */
  readonly paging: ResolvedPaging | undefined;
  readonly conditional: boolean;
  readonly maxPages: number;
  readonly maxResponseBytes: number;
}

interface Restarting {
  /** True if the first page follows the last again. */
  readonly restart: boolean;
}

interface Limited {
  readonly limitParameter: string | undefined;
}

interface Placed {
  /** Undefined if a template says where the cursor goes. */
  readonly parameter: string | undefined;
}

export interface ResolvedCursorPaging extends Restarting, Placed {
  readonly kind: 'cursor';
  readonly next: string;
  readonly optional: boolean;
  readonly of: 'body' | 'last-item';
  readonly hasMore: string | undefined;
  readonly start: string | number | undefined;
}

export interface ResolvedLinkPaging extends Restarting {
  readonly kind: 'link';
  /** Undefined for the header `Link`. */
  readonly next: string | undefined;
  readonly optional: boolean;
  readonly pathOnly: boolean;
}

export interface ResolvedCountPaging extends Restarting, Limited, Placed {
  readonly kind: 'offset' | 'page';
  readonly limit: number;
  readonly start: number;
}

export interface ResolvedTimestampPaging extends Limited, Placed {
  readonly kind: 'timestamp';
  readonly field: string;
  readonly overlapMs: number;
  /** Undefined if the API returns all items at once. */
  readonly limit: number | undefined;
  readonly start: string | number | undefined;
}

export type ResolvedPaging = ResolvedCursorPaging | ResolvedLinkPaging | ResolvedCountPaging | ResolvedTimestampPaging;
