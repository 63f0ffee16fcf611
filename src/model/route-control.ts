// What operators want of a route: a fold over the commands that its control workflow was signalled. The fold is pure, so
// whoever reads the workflow's history (a bridge, the command line) knows it without any worker. Commands and state are
// stored in histories: adding optional fields and kinds is safe, renaming or removing one is not.
import { REMEMBERED_REPLAYS } from './watermarks';
import { defined } from './defined';

/** Workflow type and signal name. */
export const ROUTE_WORKFLOW = 'sluiceRoute';
export const ROUTE_SIGNAL = 'sluice.route';

/** Where a replay begins: at an offset, at the first record of a time (milliseconds), or with the oldest record there is. */
export type ReplayStart = { readonly offset: string } | { readonly timeMs: number } | { readonly earliest: true };

export interface ReplayRequest {
  readonly from: ReplayStart;
  /** Absent: every topic of the route. */
  readonly topic?: string;
  /** Absent: every partition. */
  readonly partition?: number;
  /** Only records of this key, by its chain id. */
  readonly chain?: string;
  /** Effects are repeated under idempotency keys of their own. */
  readonly newEffects: boolean;
}

/**
 * Decimal strings: records from the first offset on, up to and without the second. `leaderEpoch`: the highest below `to`
 * when the range was chosen; what has a higher one was written later, in place of a tail that the log has lost.
 */
export type OffsetRange = readonly [from: string, to: string, leaderEpoch?: number];

export interface ReplayedStream {
  readonly id: string;
  readonly topic: string;
  /** By partition number. */
  readonly ranges: Readonly<Record<string, OffsetRange>>;
}

/** Records that are sent under the label of a replay. */
export interface ReplaySegment {
  readonly replay: number;
  readonly newEffects: boolean;
  readonly chain?: string;
  readonly streams: readonly ReplayedStream[];
}

/**
 * `stopping`: bridges leave the group. `cut`: the records are chosen, the group's offsets may be set back already.
 * `running`: bridges read again. `cancelled`: what is left of it comes under the old label, and is filtered.
 */
export type ReplayPhase = 'stopping' | 'cut' | 'running' | 'cancelled';

export interface Replay {
  readonly number: number;
  readonly phase: ReplayPhase;
  readonly request: ReplayRequest;
  /** ISO 8601 time of the command that began it. */
  readonly begun: string;
}

interface CommandBase {
  /** A command that is signalled twice counts once. */
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
}

export type RouteCommand = CommandBase &
  (
    | { readonly kind: 'pause' | 'resume' }
    | { readonly kind: 'replay'; readonly request: ReplayRequest }
    | { readonly kind: 'replay-cut'; readonly replay: number; readonly streams: readonly ReplayedStream[] }
    | { readonly kind: 'replay-run' | 'replay-cancel'; readonly replay: number }
    | { readonly kind: 'replay-left-out'; readonly replay: number; readonly records: number }
    /** By a bridge at the first start of the route. */
    | { readonly kind: 'host'; readonly lanes: number }
    /** By `sluice rehost`, of a route that has been paused since `since` and was found drained. */
    | {
        readonly kind: 'rehost';
        readonly lanes: number;
        readonly from: number;
        readonly since: string;
        readonly taken: readonly ReplayedStream[];
        readonly sequence: number;
      }
  );

export interface RouteControl {
  /** Commands taken so far, over all runs of the workflow. */
  readonly revision: number;
  readonly desired: 'running' | 'paused';
  /** ISO 8601 time of the last pause or resume. */
  readonly since?: string;
  /** Lanes that host the route's keys, 0 for a workflow per key. Absent: no bridge has run yet. */
  readonly lanes?: number;
  /** What was taken in before the last `rehost`: where its keys are now nobody knows of it. */
  readonly taken?: readonly ReplayedStream[];
  /** Highest sequence of a position token that was given out before it. */
  readonly sequence?: number;
  /** The last replay, over or not. */
  readonly replay?: Replay;
  /** Of the last few replays that were cut, oldest first. */
  readonly segments: readonly ReplaySegment[];
  /** Records of other keys that bridges have passed over in replays of one key, by replay number. */
  readonly leftOut?: Readonly<Record<string, number>>;
  /** Ids of the last commands. */
  readonly recent: readonly string[];
}

/** Start input of the control workflow. */
export interface RouteInput {
  readonly gateway: string;
  readonly route: string;
  /** Present after continue-as-new, and where an earlier workflow was closed. */
  readonly control?: RouteControl;
}

export const INITIAL_CONTROL: RouteControl = { revision: 0, desired: 'running', segments: [], recent: [] };

const RECENT = 20;

/**
 * A bridge that has not obeyed a look at what is wanted for so long sends nothing: it may have slept through a pause. Who
 * counts on a paused route sending nothing waits for so long.
 */
export const OBEYED_WITHIN_MS = 30_000;

/** A replay holds the route still until it goes on or is cancelled. */
export const isReplayUnfinished = ({ replay }: RouteControl): boolean =>
  replay?.phase === 'stopping' || replay?.phase === 'cut';

/** True while bridges must not take records in. */
export const isStopped = (control: RouteControl): boolean =>
  control.desired === 'paused' || isReplayUnfinished(control);

/** Of no key: its segment leaves out every record. */
const NOBODY = '~nobody';
/** Stands for what was taken in before the last `rehost`; replays are counted from 1. */
export const TAKEN_BEFORE = 0;

/** Under which labels records are sent, oldest first. */
export const segmentsOf = ({ taken, segments }: RouteControl): readonly ReplaySegment[] =>
  taken === undefined
    ? segments
    : [{ replay: TAKEN_BEFORE, newEffects: false, chain: NOBODY, streams: taken }, ...segments];

/** Total: a command that does not fit the state changes nothing but the revision. */
export const foldRouteCommand = (control: RouteControl, command: RouteCommand): RouteControl => {
  if (control.recent.includes(command.id)) return control;
  const recent = [...control.recent, command.id].slice(-RECENT);
  return { ...apply(control, command), revision: control.revision + 1, recent };
};

const apply = (control: RouteControl, command: RouteCommand): RouteControl => {
  switch (command.kind) {
    case 'pause':
      return { ...control, desired: 'paused', since: command.time };
    case 'resume':
      return { ...control, desired: 'running', since: command.time };
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
      // Of a later version.
      return control;
  }
};

/** Two gateways that start at the same time: the first one in the history says it. */
const host = (control: RouteControl, lanes: number): RouteControl =>
  control.lanes === undefined ? { ...control, lanes } : control;

/** Only while the route stands as it stood when it was found drained. */
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
