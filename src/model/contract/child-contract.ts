// Child workflows of handlers, as workflows and activities speak of them. Stored in histories, see contract.ts.
import type { Failure } from '../failure';
import type { Position, Stream } from '../record';

export interface ChildRequest {
  readonly gateway: string;
  readonly route: string;
  readonly chain: string;
  readonly stream: Stream;
  readonly position: Position;
  /** See `RecordWork`. */
  readonly revision?: number;
  readonly step: string;
  /** From 1; grows when the child failed and its record is retried. */
  readonly attempt: number;
  readonly workflowType: string;
  /** Absent: that of the gateway. */
  readonly taskQueue?: string;
  readonly args: readonly unknown[];
  /** It was seen running: it must not be started again. */
  readonly started?: true;
}

export type ChildOutcome =
  | { readonly state: 'running' }
  | { readonly state: 'completed'; readonly result?: unknown }
  | { readonly state: 'failed'; readonly failure: Failure };
