/** One line of `sluice setup`. */
export interface SetupStep {
  /** `search attribute SluiceStatus`, `dead-letter topic bank.transfers.dead-letters`. */
  readonly what: string;
  /** `missing`: it needs a flag that was not given. */
  readonly result: 'there' | 'made' | 'would-make' | 'missing' | 'failed';
  readonly message: string;
}
