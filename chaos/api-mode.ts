/**
 * What the API does from one moment to another. `park-keys` hits all calls of a third of the keys; the other modes hit
 * every third call.
 */
export interface ApiMode {
  readonly name: (typeof API_MODES)[number];
  /** Milliseconds since the Unix epoch. */
  readonly from: number;
  readonly until: number;
}

export const API_MODES = ['api-errors', 'api-hangs', 'api-lost-answers', 'api-wrong-length', 'park-keys'] as const;
