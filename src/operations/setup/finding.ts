/** One line of `sluice check`. */
export interface Finding {
  /** What was looked at: `kafka`, `topic transfers`, `search attribute`. */
  readonly check: string;
  readonly ok: boolean;
  readonly message: string;
}
