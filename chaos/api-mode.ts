/**
 * What the API does from one moment to another. `park-keys` hits all calls of a third of the keys, `throttle-all` all
 * calls, and `rotate-secret` all that carry the token of before; the other modes hit every third call.
 */
export interface ApiMode {
  readonly name: (typeof API_MODES)[number];
  /** Milliseconds since the Unix epoch. */
  readonly from: number;
  readonly until: number;
}

export const API_MODES = [
  'api-errors',
  'api-hangs',
  'api-lost-answers',
  'api-wrong-length',
  'park-keys',
  'api-unreadable',
  'throttle-all',
  'rotate-secret',
] as const;
