// Keeps the records of a key whose workflow was closed. It is part of contract.ts and stored in histories likewise.
import type { Position, Stream, WireBytes } from './record';
import type { ReferenceRun } from './reference-run';
import type { StreamWatermarks } from './stream-watermarks';

/** Start input of a held-key workflow, which keeps records for a key whose workflow was closed (I7). */
export interface HeldInput {
  readonly gateway: string;
  readonly route: string;
  readonly workflowId: string;
  readonly closedRunId: string;
  /** An earlier run of this held-key workflow that was itself closed; its records come before this run's. */
  readonly earlierRunId?: string;
  /** Set if the closed run has retired, so that nobody needs to restart the key. */
  readonly retired?: true;
  readonly carried?: HeldCarried;
}

export interface HeldChain {
  /** Absent if the closed workflow hosted one key. */
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

/** A closed run could not tell what it had done: what it was sent is handled again, and may have had its effects. */
export interface Redone {
  /** When that run began, milliseconds since the epoch. */
  readonly since: number;
  /** How far it was sent each stream. */
  readonly marks: readonly StreamWatermarks[];
  /** The records among these that come back with a revision. Older versions wrote none. */
  readonly revisions?: readonly RedoneRevision[];
  /** The most revisions that operators may have given one record and that nobody knows. */
  readonly unknownRevisions?: number;
  /** How often runs were followed so, from 1. Older versions wrote none. */
  readonly times?: number;
  /** The records among these that come back as dead letters. Older versions wrote none. */
  readonly replaced?: readonly RedonePlace[];
  /** How operators left the keys that they paused or resumed; for the first run alone. Older versions wrote none. */
  readonly pauses?: readonly RedonePause[];
}

export interface RedonePlace {
  readonly stream: Stream;
  readonly position: Position;
}

export interface RedoneRevision extends RedonePlace {
  readonly revision: number;
}

export interface RedonePause {
  readonly chain: string;
  readonly key?: WireBytes | null;
  /** When it was paused, milliseconds since the epoch; absent if it was resumed since. */
  readonly since?: number;
}
