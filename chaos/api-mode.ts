/** What the API does to every third call from one moment to another, besides taking the others. */
export interface ApiMode {
  readonly name: 'api-errors' | 'api-hangs' | 'api-lost-answers' | 'api-wrong-length';
  /** Milliseconds since the Unix epoch. */
  readonly from: number;
  readonly until: number;
}

export const API_MODES = ['api-errors', 'api-hangs', 'api-lost-answers', 'api-wrong-length'] as const;
