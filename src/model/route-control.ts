// What operators want of a route: a fold over the commands signalled to its control workflow. The fold is pure, so
// whoever reads the workflow's history (a bridge, the command line) knows the result without any worker. Commands and
// state are stored in histories: adding optional fields and kinds is safe, renaming or removing one is not.
import { REMEMBERED_REPLAYS } from './watermarks';
import { defined } from './defined';
import {
  forgetFailures,
  tellFailure,
  type FailedCommand,
  type MendedCommand,
  type RouteFailure,
} from './route-failures';

/** Workflow type and signal name. */
export const ROUTE_WORKFLOW = 'sluiceRoute';
export const ROUTE_SIGNAL = 'sluice.route';

/** Where a replay begins: at an offset, at the first record of a time (milliseconds), or at the oldest record. */
export type ReplayStart = { readonly offset: string } | { readonly timeMs: number } | { readonly earliest: true };

export interface ReplayRequest {
  readonly from: ReplayStart;
  /** Absent for every topic of the route. */
  readonly topic?: string;
  /** Absent for every partition. */
  readonly partition?: number;
  /** If set, only records of the key with this chain id are replayed. */
  readonly chain?: string;
  /** True if effects are repeated under new idempotency keys. */
  readonly newEffects: boolean;
}

/**
 * Decimal strings: records from the first offset up to, but without, the second. `leaderEpoch` is the highest below
 * `to` when the range was chosen; a record with a higher one was written later, in place of a lost tail of the log.
 */
export type OffsetRange = readonly [from: string, to: string, leaderEpoch?: number];

export interface ReplayedStream {
  readonly id: string;
  readonly topic: string;
  /** Ranges by partition number. */
  readonly ranges: Readonly<Record<string, OffsetRange>>;
}

/** The records that are sent under the label of a replay. */
export interface ReplaySegment {
  readonly replay: number;
  readonly newEffects: boolean;
  readonly chain?: string;
  readonly streams: readonly ReplayedStream[];
}

/**
 * `stopping`: bridges leave the group. `cut`: the records are chosen, and the group's offsets may already be set back.
 * `running`: bridges read again. `cancelled`: the rest of it comes under the old label and is filtered.
 */
export type ReplayPhase = 'stopping' | 'cut' | 'running' | 'cancelled';

export interface Replay {
  readonly number: number;
  readonly phase: ReplayPhase;
  readonly request: ReplayRequest;
  /** ISO 8601 time of the command that began the replay. */
  readonly begun: string;
}

interface CommandBase {
  /** Makes a command that is signalled twice count once. */
  readonly id: string;
  /** ISO 8601 time. */
  readonly time: string;
}

export type RouteCommand = CommandBase &
  (
    | { readonly kind: 'pause' }
    | { readonly kind: 'resume' }
    | { readonly kind: 'replay'; readonly request: ReplayRequest }
    | { readonly kind: 'replay-cut'; readonly replay: number; readonly streams: readonly ReplayedStream[] }
    | { readonly kind: 'replay-run' | 'replay-cancel'; readonly replay: number }
    | { readonly kind: 'replay-left-out'; readonly replay: number; readonly records: number }
    /** Sent by a bridge at the first start of the route. */
    | { readonly kind: 'host'; readonly lanes: number }
    /** Sent by `sluice rehost` for a route that has been paused since `since` and was found drained. */
    | {
        readonly kind: 'rehost';
        readonly lanes: number;
        readonly from: number;
        readonly since: string;
        readonly taken: readonly ReplayedStream[];
        readonly sequence: number;
      }
    | FailedCommand
    | MendedCommand
  );

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
  /** By replay number, how many records of other keys bridges passed over in replays of one key. */
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

const RECENT = 20;

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

/** Never throws: a command that does not fit the state changes only the revision. */
export const foldRouteCommand = (control: RouteControl, command: RouteCommand): RouteControl => {
  if (control.recent.includes(command.id)) return control;
  const recent = [...control.recent, command.id].slice(-RECENT);
  return { ...apply(control, command), revision: control.revision + 1, recent };
};

const apply = (control: RouteControl, command: RouteCommand): RouteControl => {
  if (command.kind === 'failed' || command.kind === 'mended') return tellFailure(control, command);
  if (command.kind !== 'pause' && command.kind !== 'resume') return applyRest(control, command);
  const desired = command.kind === 'pause' ? 'paused' : 'running';
  return { ...forgetFailures(control), desired, since: command.time };
};

const applyRest = (
  control: RouteControl,
  command: Exclude<RouteCommand, { kind: 'pause' } | { kind: 'resume' } | FailedCommand | MendedCommand>,
): RouteControl => {
  switch (command.kind) {
    case 'host':
      return host(control, command.lanes);
    case 'rehost':
      return rehost(control, command);
    case 'replay':
      return begin(control, command.request, command.time);
    case 'replay-left-out':
      return leaveOut(control, command.replay, command.records);
    case 'replay-cut':
    case 'replay-run':
    case 'replay-cancel':
      return control.replay?.number === command.replay ? move(control, control.replay, command) : control;
    default:
      // The command comes from a later version.
      return control;
  }
};

/** If two gateways start at the same time, the first one in the history decides. */
const host = (control: RouteControl, lanes: number): RouteControl =>
  control.lanes === undefined ? { ...control, lanes } : control;

/** Applies only while the route is in the same state as when it was found drained. */
const rehost = (
  control: RouteControl,
  { lanes, from, since, taken, sequence }: Extract<RouteCommand, { kind: 'rehost' }>,
): RouteControl => {
  const stands = control.lanes === from && control.desired === 'paused' && control.since === since;
  return stands && !isReplayUnfinished(control)
    ? { ...control, lanes, taken, sequence: Math.max(sequence, control.sequence ?? 0) }
    : control;
};

const begin = (control: RouteControl, request: ReplayRequest, begun: string): RouteControl => {
  const { replay } = control;
  if (isReplayUnfinished(control)) return control;
  return { ...control, replay: { number: (replay?.number ?? 0) + 1, phase: 'stopping', request, begun } };
};

const move = (control: RouteControl, replay: Replay, command: RouteCommand): RouteControl => {
  if (command.kind === 'replay-cut' && replay.phase === 'stopping') {
    const { newEffects, chain } = replay.request;
    const segment: ReplaySegment = {
      replay: replay.number,
      newEffects,
      ...defined({ chain }),
      streams: command.streams,
    };
    const segments = [...control.segments, segment].slice(-REMEMBERED_REPLAYS);
    return { ...control, replay: { ...replay, phase: 'cut' }, segments };
  }
  if (command.kind === 'replay-run' && replay.phase === 'cut') {
    return { ...control, replay: { ...replay, phase: 'running' } };
  }
  if (command.kind === 'replay-cancel') {
    const segments = control.segments.filter((segment) => segment.replay !== replay.number);
    return { ...control, replay: { ...replay, phase: 'cancelled' }, segments };
  }
  return control;
};

const leaveOut = (control: RouteControl, replay: number, records: number): RouteControl => {
  if (!control.segments.some((segment) => segment.replay === replay)) return control;
  const counted = Object.entries(control.leftOut ?? {}).filter(([number]) =>
    control.segments.some((segment) => String(segment.replay) === number),
  );
  const before = control.leftOut?.[String(replay)] ?? 0;
  return { ...control, leftOut: { ...Object.fromEntries(counted), [replay]: before + records } };
};
