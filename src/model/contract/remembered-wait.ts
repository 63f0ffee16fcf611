// This is part of contract.ts and stored in histories likewise.

/** A wait of the head record's handler, which a rerun continues. Times are milliseconds since the epoch. */
export type RememberedWait = RememberedSleep | RememberedCondition | RememberedChild;

export interface RememberedSleep {
  readonly wait: 'sleep';
  readonly until: number;
}

export interface RememberedCondition {
  readonly wait: 'condition';
  readonly until?: number;
  /** How the wait ended. */
  readonly met?: boolean;
}

export interface RememberedChild {
  readonly wait: 'child';
  /** Starts at 1 and grows by one with each child that failed. */
  readonly attempt: number;
  readonly started?: true;
  /** `base64`: the result is bytes as a whole. */
  readonly completed?: { readonly result?: unknown; readonly base64?: string };
}
