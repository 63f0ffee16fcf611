// What endpoint, workflows and activities say to each other about callbacks. Stored in histories like everything in
// contract.ts: adding optional fields is safe, renaming or removing one is not.

/** Update that brings a callback to the workflow of its record. */
export const CALLBACK_UPDATE = 'sluice.callback';

/** Steps of a record that wait for callbacks begin in this round; each `keys retry` of such a wait begins the next. */
export const FIRST_ROUND = 1;

/** Names the one wait that a callback is for. */
export interface CallbackTarget {
  readonly chain: string;
  /** See `recordName`. */
  readonly record: string;
  readonly step: string;
  readonly round: number;
}

export type CallbackOutcome = 'succeeded' | 'failed';

export interface CallbackAnswer {
  readonly outcome: CallbackOutcome;
  /** The body: parsed JSON, text, or null. Absent where nobody reads it. */
  readonly data?: unknown;
}

/** Argument of the update. */
export interface CallbackDelivery extends CallbackTarget, CallbackAnswer {
  /** Short hash of the target: what repeats are known by. */
  readonly id: string;
  /** Short hash of outcome and body: tells a repeat from another answer. */
  readonly digest: string;
}

/**
 * What became of a callback. `repeated`: the same one again. `conflicting`: another answer was taken before. `late`: its
 * record is over, or its wait. `early`: its record waits behind others. `full`: the workflow has no room now.
 */
export const CALLBACK_VERDICTS = ['accepted', 'repeated', 'conflicting', 'late', 'early', 'full'] as const;
export type CallbackVerdict = (typeof CALLBACK_VERDICTS)[number];

/** The wait of one step of the head record, as it is carried. */
export interface CarriedCallback {
  readonly step: string;
  readonly round: number;
  /** Milliseconds since the epoch; absent where the callback came before the wait. */
  readonly deadline?: number;
  readonly timedOut?: true;
  readonly answer?: CallbackAnswer & { readonly digest: string };
  /** Calls that carried the URL: a new round makes them again. */
  readonly calls?: readonly string[];
  readonly destination?: string;
}

/** Callbacks taken of late: `[id, digest]`, oldest first. */
export type TakenCallback = readonly [id: string, digest: string];

/** An effect whose request holds a marker where the callback's URL belongs. The URL itself never stands in history. */
export interface CallbackPlace extends Pick<CallbackTarget, 'step' | 'round'> {
  readonly marker: string;
  /** End of the wait, milliseconds since the epoch. */
  readonly deadline: number;
}

/** What the activity says of a record whose request is done and whose callback is to come. */
export interface AwaitedCallback {
  readonly step: string;
  readonly destination: string;
  readonly timeoutMs: number;
}
