/** What a destination answered. It is stored in histories, see contract.ts. */
export interface EffectResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: unknown;
  /** The JSON as it was sent, where `data` does not tell all that is wanted of it. */
  readonly source?: string;
}
