/** What a destination answered. It is stored in histories, see contract.ts. */
export interface EffectResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: unknown;
  /** The JSON as it was sent, where `data` does not tell all that is wanted of it. */
  readonly source?: string;
  /** The body where it is bytes and no text; `data` is null then. Earlier builds have the text that it is not. */
  readonly base64?: string;
}
