// How workflows and activities describe the child workflows of handlers. It is stored in histories, see contract.ts.
import type { Failure } from './failure';
import type { Position, Stream } from './record';

export interface ChildRequest {
  readonly gateway: string;
  readonly route: string;
  readonly chain: string;
  readonly stream: Stream;
  readonly position: Position;
  /** See `RecordWork`. */
  readonly revision?: number;
  readonly step: string;
  /** Starts at 1 and grows each time the child failed and its record is retried. */
  readonly attempt: number;
  readonly workflowType: string;
  /** The gateway's own if absent. */
  readonly taskQueue?: string;
  readonly args: readonly unknown[];
  /** Set if the child was seen running; it must not be started again. */
  readonly started?: true;
}

export type ChildOutcome =
  | { readonly state: 'running' }
  /** `base64`: the result is bytes as a whole. */
  | { readonly state: 'completed'; readonly result?: unknown; readonly base64?: string }
  | { readonly state: 'failed'; readonly failure: Failure };
