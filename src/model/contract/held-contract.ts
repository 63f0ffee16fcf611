// What keeps the records of a key whose workflow was closed. Part of contract.ts, and stored in histories as all of it is.
import type { WireBytes } from '../record';
import type { ReferenceRun } from './reference-run';
import type { StreamWatermarks } from './stream-watermarks';

/** Start input of a held-key workflow, which keeps records for a key whose workflow was closed (I7). */
export interface HeldInput {
  readonly gateway: string;
  readonly route: string;
  readonly workflowId: string;
  readonly closedRunId: string;
  /** Run of this same held-key workflow that was closed itself; its records come before those of this one. */
  readonly earlierRunId?: string;
  /** The closed run has retired: nobody needs to restart the key. */
  readonly retired?: true;
  readonly carried?: HeldCarried;
}

export interface HeldChain {
  /** Absent where the closed workflow hosted one key. */
  readonly chain?: string;
  readonly key: WireBytes | null;
  readonly runs: readonly ReferenceRun[];
}

export interface HeldCarried {
  readonly waiting: readonly HeldChain[];
  readonly watermarks: readonly StreamWatermarks[];
  readonly released: boolean;
  readonly reopened: boolean;
}

export interface HeldStatus {
  readonly workflowId: string;
  readonly closedRunId: string;
  readonly waiting: number;
  readonly released: boolean;
}
