/** One booking as the ledger keeps it: a line of the journal and of `GET /log`. */
export interface Effect {
  /** Counts the ledger's effects from 1. */
  readonly number: number;
  /** ISO 8601 time of the booking. */
  readonly at: string;
  readonly account: string;
  readonly amount: number;
  readonly run: string;
  readonly sequence: number;
  readonly transfer: string;
  /** Balance of the account after the booking. */
  readonly balance: number;
  readonly idempotencyKey?: string;
  readonly token?: number;
}
