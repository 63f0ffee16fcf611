// What the page asks the server to do. Without `confirm` nothing is done: the answer is a plan, and brings the `confirm`
// with which the same action is carried out.
import type { KeyAddress } from './keys';

/** Which keys an action on many is for; what is absent selects all. */
export interface KeysSelected {
  readonly route?: string;
  readonly status?: string;
  readonly destination?: string;
  readonly cause?: string;
  /** Those that stand exactly so: the keys of one row of the groups. */
  readonly exact?: true;
}

/** Which letters of a route; what is absent selects all. */
export interface LettersSelected {
  /** `partition/offset`: this one alone. */
  readonly letter?: string;
  readonly cause?: string;
  readonly destination?: string;
}

export type KeysVerb = 'retry' | 'skip' | 'pause' | 'resume';

export type Action =
  | {
      readonly verb: KeysVerb;
      readonly key: KeyAddress;
      /** The record that was seen: no other one is acted on. */
      readonly offset?: string;
      /** Of a retry: under new idempotency keys. */
      readonly newEffect?: boolean;
    }
  | { readonly verb: KeysVerb; readonly keys: KeysSelected; readonly newEffect?: boolean }
  | {
      readonly verb: 'edit';
      readonly key: KeyAddress;
      readonly offset: string;
      /** Null makes the record a tombstone. */
      readonly value: string | null;
    }
  | { readonly verb: 'pause-route' | 'resume-route'; readonly route: string }
  | {
      readonly verb: 'redrive';
      readonly route: string;
      readonly letters: LettersSelected;
      readonly newEffect?: boolean;
    }
  | {
      readonly verb: 'replay';
      readonly route: string;
      readonly from: { readonly earliest: true } | { readonly timeMs: number } | { readonly offset: string };
      readonly topic?: string;
      readonly partition?: number;
      readonly newEffects: boolean;
    };

export interface ActionRequest {
  readonly action: Action;
  readonly confirm?: string;
  /** Do also what may have happened already. */
  readonly sure?: boolean;
}

export interface Plan {
  /** What would be done, as a sentence. */
  readonly words: string;
  /** Keys, letters or offsets that it is about; 0 if there is nothing to do. */
  readonly matched: number;
  /** Some of them, or the details. */
  readonly lines: readonly string[];
  readonly warnings: readonly string[];
  /** Set if it is done only for somebody who is sure: something of it may have happened already. */
  readonly asksSure?: true;
}

export interface PlanAnswer extends Plan {
  /** Absent if there is nothing to do. */
  readonly confirm?: string;
}

export interface Outcome {
  /** What was done, as a sentence. */
  readonly words: string;
  /** What needs attention, and what failed. */
  readonly lines: readonly string[];
  /** False if any of it failed. */
  readonly ok: boolean;
}
