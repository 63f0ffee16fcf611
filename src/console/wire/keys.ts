import type { Groups } from './overview';

/** How the page names a key to the server: its route, and its chain in base64url. */
export interface KeyAddress {
  readonly route: string;
  readonly chain: string;
}

export interface KeyRow {
  /** Absent if nobody knows which keys the workflow has. */
  readonly address?: KeyAddress;
  readonly name: string;
  readonly status: string;
  readonly beneath?: string;
  readonly since?: string;
  readonly waiting?: number;
  /** `topic/partition/offset` of the record that the key is at. */
  readonly record?: string;
  readonly cause?: string;
  readonly destination?: string;
  readonly step?: string;
  readonly attempts?: number;
  readonly nextAttempt?: string;
  readonly perhapsDone?: true;
}

export interface KeysAnswer {
  readonly groups: Groups;
  readonly keys: readonly KeyRow[];
  /** Asks for the next keys. */
  readonly page?: string;
  /** Workflows that did not answer. */
  readonly unanswered: number;
}

export interface EffectRow {
  readonly record: string;
  readonly step: string;
  readonly destination: string;
  readonly result: string;
  readonly attempts: number;
  readonly time: string;
  readonly idempotencyKey: string;
  readonly perhapsDone?: true;
}

export interface KeyAnswer {
  readonly address: KeyAddress;
  readonly key: KeyRow;
  readonly workflow: {
    readonly id: string;
    readonly run: string;
    readonly status: string;
    readonly started: string;
    /** In the Temporal UI, if the console knows it. */
    readonly link?: string;
  };
  /** False if no worker answered. */
  readonly answered: boolean;
  /** Names the record that is seen, for actions. */
  readonly offset?: string;
  readonly revision?: number;
  /** The user's own code, and where in the user's code the handler threw. */
  readonly reason?: string;
  readonly thrownAt?: string;
  /** What may have happened already, in words. */
  readonly doubts: readonly string[];
  readonly callback?: { readonly step: string; readonly until: string };
  readonly retiredSince?: string;
  /** Records that wait beside a closed run. */
  readonly held?: number;
  readonly counters: readonly (readonly [name: string, count: number])[];
  /** Newest first; absent if no worker answered. */
  readonly effects?: readonly EffectRow[];
}

/** Holds data: what a record, the state of a key and an API's answer say. */
export interface RecordAnswer {
  readonly record?: {
    readonly place: string;
    readonly offset: string;
    readonly time?: string;
    readonly revision: number;
    readonly headers: readonly (readonly [name: string, value: string])[];
    readonly value: string;
    /** Bytes that `value` leaves out. */
    readonly cut: number;
    /** The whole value, if it is text and small enough to be edited here. */
    readonly editable?: string;
  };
  readonly failure?: string;
  readonly state?: string;
}
