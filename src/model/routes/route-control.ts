// What operators want of a route: the state that its control workflow makes of their commands, see route-command.ts. It
// is stored in histories: adding optional fields is safe, renaming or removing one is not.
import type { RouteFailure } from './route-failures';
import type { Replay, ReplayedStream, ReplaySegment } from './route-replay';

/** Workflow type and signal name. */
export const ROUTE_WORKFLOW = 'sluiceRoute';
export const ROUTE_SIGNAL = 'sluice.route';

export interface RouteControl {
  /** Number of commands taken so far, over all runs of the workflow. */
  readonly revision: number;
  readonly desired: 'running' | 'paused';
  /** ISO 8601 time of the last pause or resume. */
  readonly since?: string;
  /** Lanes that host the route's keys, 0 for a workflow per key; absent until a bridge has run. */
  readonly lanes?: number;
  /** What was taken in before the last `rehost`, of which the present hosts of the keys know nothing. */
  readonly taken?: readonly ReplayedStream[];
  /** Highest sequence of a position token given out before the last `rehost`. */
  readonly sequence?: number;
  /** The last replay, finished or not. */
  readonly replay?: Replay;
  /** Segments of the last few replays that were cut, oldest first. */
  readonly segments: readonly ReplaySegment[];
  /** How many records of other keys bridges passed over in replays of one key, by the number of the replay. */
  readonly leftOut?: Readonly<Record<string, number>>;
  /** What keeps bridges from running the route; absent if nothing does. */
  readonly failures?: readonly RouteFailure[];
  /** Ids of the last commands. */
  readonly recent: readonly string[];
}

/** Start input of the control workflow. */
export interface RouteInput {
  readonly gateway: string;
  readonly route: string;
  /** Present after continue-as-new, and if an earlier workflow was closed. */
  readonly control?: RouteControl;
}

export const INITIAL_CONTROL: RouteControl = { revision: 0, desired: 'running', segments: [], recent: [] };

/**
 * A bridge that has not looked at the commands and obeyed them for this long sends nothing: it may have slept through a
 * pause. Whoever relies on a paused route sending nothing waits this long.
 */
export const OBEYED_WITHIN_MS = 30_000;

/** A replay holds the route still until it goes on or is cancelled. */
export const isReplayUnfinished = ({ replay }: RouteControl): boolean =>
  replay?.phase === 'stopping' || replay?.phase === 'cut';

/** True while bridges must not take records in. */
export const isStopped = (control: RouteControl): boolean =>
  control.desired === 'paused' || isReplayUnfinished(control);

/** A chain id that no key has, so that its segment leaves out every record. */
const NOBODY = '~nobody';
/** Stands for what was taken in before the last `rehost`, because replays count from 1. */
export const TAKEN_BEFORE = 0;

/** The segments under whose labels records are sent, oldest first. */
export const segmentsOf = ({ taken, segments }: RouteControl): readonly ReplaySegment[] =>
  taken === undefined
    ? segments
    : [{ replay: TAKEN_BEFORE, newEffects: false, chain: NOBODY, streams: taken }, ...segments];
