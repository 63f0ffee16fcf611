/** One line of `sluice check`. */
export interface Finding {
  /** What was checked: `kafka`, `topic transfers`, `search attribute`. */
  readonly check: string;
  readonly ok: boolean;
  readonly message: string;
  /** Set if nothing is wrong, but somebody may want it otherwise. */
  readonly warning?: true;
}

/** One line of `sluice setup`. */
export interface SetupStep {
  /** What the step is about: `search attribute SluiceStatus`, `dead-letter topic bank.transfers.dead-letters`. */
  readonly what: string;
  /** `missing` means that it needs a flag that was not given. */
  readonly result: 'there' | 'made' | 'would-make' | 'missing' | 'failed';
  readonly message: string;
}
