// What lies on a shelf, and how it is put there and taken. It is stored in histories like all of contract.ts: adding an
// optional field is safe, renaming or removing one is not.
import type { HostInput } from './contract';
import type { StreamWatermarks } from './stream-watermarks';

/** Workflow type, Updates and queries of a shelf. Its SNAPSHOT and STATUS queries use the names in contract.ts. */
export const SHELF_WORKFLOW = 'sluiceShelf';
export const SHELVE_UPDATE = 'sluice.shelve';
export const TAKE_UPDATE = 'sluice.take';
export const RECALL_UPDATE = 'sluice.recall';
export const SHELVED_QUERY = 'sluice.shelved';

/** A retired key, with everything that its next run needs. */
export interface ShelvedRun {
  readonly workflowId: string;
  readonly workflowType: string;
  readonly taskQueue: string;
  /** The run that put the key here. If it goes on after all, it recalls the key before it does anything else. */
  readonly runId: string;
  /** Identifies that run's life, which continue-as-new does not end. */
  readonly life: string;
  /** Grows with each retirement of the key, so that a late put or recall is recognised. */
  readonly number: number;
  /** What continue-as-new would have carried. */
  readonly input: HostInput;
}

export interface RecallRequest {
  readonly workflowId: string;
  readonly number: number;
  readonly by: string;
}

export interface TakeRequest {
  readonly workflowId: string;
  /** Who takes the key. Asked again under the same name, the shelf gives the same answer. */
  readonly by: string;
  /** If set, only what this run put there is taken. */
  readonly from?: string;
  /** Set if an operator restarts the key, which then goes on with what there is, whoever took it before. */
  readonly force?: true;
}

/** `none` means that no retirement of the key is known; `number` is that of its last one. */
export type TakeAnswer =
  | { readonly kind: 'none'; readonly number?: number }
  | { readonly kind: 'taken'; readonly run: ShelvedRun }
  /** Somebody else went on with the key, and nobody knows what became of it. */
  | { readonly kind: 'elsewhere'; readonly by: string; readonly runId?: string };

/** `stale` means that a later put or recall arrived first. */
export type ShelveAnswer = 'shelved' | 'full' | 'stale';

export interface ShelfEntry {
  readonly workflowId: string;
  readonly number: number;
  /** When the key was put here or taken, milliseconds since the epoch. */
  readonly since: number;
  /** Absent while the key lies on the shelf. */
  readonly takenBy?: string;
  /** Kept for a while after it is taken, because the taker may not have it in its history yet. */
  readonly run?: ShelvedRun;
}

export interface ShelfInput {
  readonly gateway: string;
  readonly route: string;
  readonly entries?: readonly ShelfEntry[];
}

export interface ShelfStatus {
  readonly retired: number;
  readonly bytes: number;
  readonly limit: number;
}

/** Asks whether an idle key may retire now. */
export interface RetireQuestion {
  readonly route: string;
  readonly watermarks: readonly StreamWatermarks[];
}

export interface RetireVerdict {
  /** The route's current setting; absent if its keys do not retire, or no longer do. */
  readonly afterMs?: number;
}

/** What a run that begins with nothing finds on the shelf. */
export type ShelfFinding =
  | { readonly kind: 'none'; readonly number?: number }
  | {
      readonly kind: 'taken';
      readonly input: HostInput;
      /** Held-key workflows that still have records of this key. */
      readonly heldWorkflowIds: readonly string[];
    }
  | { readonly kind: 'elsewhere'; readonly by: string };
