// What a user writes about the effect ledger.
export interface LedgerKeepDefinition {
  /** Number of last effects that are kept for each key, 0 to 100. A lane keeps 500 over all its keys. @default 20 */
  readonly keep?: number;
}

export interface LedgerDefinition extends LedgerKeepDefinition {
  /** Topic that every effect is written to as JSON, at least once; it must exist. @default none */
  readonly topic?: string;
}
