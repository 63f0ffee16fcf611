/** Value of a record in the topic `transfers`: one half of a transfer. Records are keyed by account. */
export interface Transfer {
  /** The record's key, too. */
  readonly account: string;
  /** Whole units: -1 on the account that gives, +1 on the one that receives. */
  readonly amount: number;
  /** Names the two halves of one transfer. */
  readonly transfer: string;
  /** Counts the records of this account within the run from 1. From it the ledger sees what is lost or out of order. */
  readonly sequence: number;
  /** Names the run that produced the record. */
  readonly run: string;
}
