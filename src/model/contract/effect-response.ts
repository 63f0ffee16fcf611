/** What a destination answered. It is stored in histories, see contract.ts. */
export interface EffectResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: unknown;
}
