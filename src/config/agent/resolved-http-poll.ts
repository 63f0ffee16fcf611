// `http` of a poll agent, validated: defaults filled in, durations in milliseconds.

export interface ResolvedHttpPoll {
  readonly destination: string;
  /** Undefined: a destination in code. */
  readonly baseUrl: string | undefined;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query: Readonly<Record<string, string | number | boolean>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: unknown;
  /** Undefined: the whole body. */
  readonly items: string | undefined;
  readonly id: string | undefined;
  readonly key: string | undefined;
  readonly value: string | undefined;
  readonly timestamp: string | undefined;
  /** Undefined: each poll makes the same request. */
  readonly paging: ResolvedPaging | undefined;
  readonly conditional: boolean;
  readonly maxPages: number;
  readonly maxResponseBytes: number;
}

interface Restarting {
  /** After the last page comes the first again. */
  readonly restart: boolean;
}

interface Limited {
  readonly limitParameter: string | undefined;
}

interface Placed {
  /** Undefined: a template says where the place goes. */
  readonly parameter: string | undefined;
}

export interface ResolvedCursorPaging extends Restarting, Placed {
  readonly kind: 'cursor';
  readonly next: string;
  readonly of: 'body' | 'last-item';
  readonly hasMore: string | undefined;
  readonly start: string | number | undefined;
}

export interface ResolvedLinkPaging extends Restarting {
  readonly kind: 'link';
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
  /** Undefined: the API answers all at once. */
  readonly limit: number | undefined;
  readonly start: string | number | undefined;
}

export type ResolvedPaging = ResolvedCursorPaging | ResolvedLinkPaging | ResolvedCountPaging | ResolvedTimestampPaging;
