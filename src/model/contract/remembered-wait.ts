// Part of contract.ts, and stored in histories as all of it is.

/** A wait of the head record's handler: one that runs again goes on with it. Times are milliseconds since the epoch. */
export type RememberedWait = RememberedSleep | RememberedCondition | RememberedChild;

export interface RememberedSleep {
  readonly wait: 'sleep';
  readonly until: number;
}

export interface RememberedCondition {
  readonly wait: 'condition';
  readonly until?: number;
  /** How it ended. */
  readonly met?: boolean;
}

export interface RememberedChild {
  readonly wait: 'child';
  /** From 1; one more for each that failed. */
  readonly attempt: number;
  readonly started?: true;
  readonly completed?: { readonly result?: unknown };
}
