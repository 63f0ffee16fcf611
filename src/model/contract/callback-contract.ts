// What endpoint, workflows and activities tell each other about callbacks. It is stored in histories like all of
// contract.ts: adding an optional field is safe, renaming or removing one is not.

/** Update that brings a callback to the workflow of its record. */
export const CALLBACK_UPDATE = 'sluice.callback';

/** A step that waits for a callback begins in this round; each `keys retry` of the wait begins the next one. URLs say it. */
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
  /** The body as parsed JSON, text or null; absent if nobody reads it. */
  readonly data?: unknown;
  /** The JSON as it was sent, where `data` does not tell all digits of its numbers. */
  readonly source?: string;
}

/** Argument of the update. */
export interface CallbackDelivery extends CallbackTarget, CallbackAnswer {
  /** Short hash of the target, by which repeats are recognised. */
  readonly id: string;
  /** Short hash of outcome and body, which tells a repeat from a different answer. */
  readonly digest: string;
  /** How long after the end of its wait the callback is taken. Absent if the URL itself says when it expires. */
  readonly acceptLateMs?: number;
}

/**
 * What became of a callback. `repeated`: the same one came before. `conflicting`: a different answer was taken before.
 * `late`: its record or its wait has ended. `early`: its record waits behind others. `full`: the workflow has no room.
 */
export const CALLBACK_VERDICTS = ['accepted', 'repeated', 'conflicting', 'late', 'early', 'full'] as const;
export type CallbackVerdict = (typeof CALLBACK_VERDICTS)[number];

/** The wait of one step of the head record in its carried form. */
export interface CarriedCallback {
  readonly step: string;
  readonly round: number;
  /** Milliseconds since the epoch; absent if the callback came before the wait. */
  readonly deadline?: number;
  readonly timedOut?: true;
  readonly answer?: CallbackAnswer & { readonly digest: string };
  /** Calls that carried the URL; a new round repeats them. */
  readonly calls?: readonly string[];
  readonly destination?: string;
  /** Set if all rounds share one URL; absent if an older version opened the wait. */
  readonly steady?: true;
  /** When the wait was opened, milliseconds since the epoch; absent if an older version opened it. */
  readonly since?: number;
}

/** A recently taken callback; lists of them are oldest first. */
export type TakenCallback = readonly [id: string, digest: string];

/** Describes the marker that a request holds in place of a callback's URL. The URL itself must never enter history. */
export interface CallbackPlace extends Pick<CallbackTarget, 'step' | 'round'> {
  readonly marker: string;
  /** End of the wait, milliseconds since the epoch. */
  readonly deadline: number;
  /** Set if the URL says nothing of round and deadline, see `CarriedCallback`. */
  readonly steady?: true;
}

/** What the activity reports about a record whose request is done and whose callback is still to come. */
export interface AwaitedCallback {
  readonly step: string;
  readonly destination: string;
  readonly timeoutMs: number;
}
