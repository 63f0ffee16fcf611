import type { Readable } from 'node:stream';

/** What is read of an answer, whoever made the request. The names of headers are in lower case. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: Readable;
}
