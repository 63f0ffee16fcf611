// What lies on a shelf, and how it is put there and taken. Stored in histories like everything in contract.ts: adding
// optional fields is safe, renaming or removing one is not.
import type { HostInput } from './contract';
import type { StreamWatermarks } from './stream-watermarks';

/** Workflow type of a shelf, and its Updates and queries. SNAPSHOT and STATUS have the names of contract.ts. */
export const SHELF_WORKFLOW = 'sluiceShelf';
export const SHELVE_UPDATE = 'sluice.shelve';
export const TAKE_UPDATE = 'sluice.take';
export const RECALL_UPDATE = 'sluice.recall';
export const SHELVED_QUERY = 'sluice.shelved';

/** A retired key: all that the run after its last one needs. */
export interface ShelvedRun {
  readonly workflowId: string;
  readonly workflowType: string;
  readonly taskQueue: string;
  /** The run that put it here. It may still go on, and then recalls it before it does anything. */
  readonly runId: string;
  /** Of that run: the same over all runs that continued it as new. */
  readonly life: string;
  /** Grows from one retirement of a key to the next: a put or recall that comes late is told by it. */
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
  /** Who takes it. Asked again under the same name, the shelf gives the same answer. */
  readonly by: string;
  /** Only what this run has put there. */
  readonly from?: string;
  /** An operator restarts the key: it goes on with what there is, whoever had it. */
  readonly force?: true;
}

/** `none`: this key was never retired, as far as is known; `number` is of its last retirement. */
export type TakeAnswer =
  | { readonly kind: 'none'; readonly number?: number }
  | { readonly kind: 'taken'; readonly run: ShelvedRun }
  /** Somebody else went on with it, and nobody knows what became of that. */
  | { readonly kind: 'elsewhere'; readonly by: string; readonly runId?: string };

/** `stale`: a later put or recall came before it. */
export type ShelveAnswer = 'shelved' | 'full' | 'stale';

export interface ShelfEntry {
  readonly workflowId: string;
  readonly number: number;
  /** Put there, or taken, milliseconds since the epoch. */
  readonly since: number;
  /** Absent: it lies there. */
  readonly takenBy?: string;
  /** Kept for a while when it is taken: whoever took it may not have it in its history yet. */
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
  /** What the route says now; absent: its keys do not retire (any more). */
  readonly afterMs?: number;
}

/** What a run finds that begins with nothing. */
export type ShelfFinding =
  | { readonly kind: 'none'; readonly number?: number }
  | {
      readonly kind: 'taken';
      readonly input: HostInput;
      /** Held-key workflows that still have records of this key. */
      readonly heldWorkflowIds: readonly string[];
    }
  | { readonly kind: 'elsewhere'; readonly by: string };
