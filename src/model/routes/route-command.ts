// The commands signalled to the control workflow of a route, and what each makes of the state. The fold is pure, so
// whoever reads the workflow's history (a bridge, the command line) knows the result without any worker. Commands are
// stored in histories: adding optional fields and kinds is safe, renaming or removing one is not.
import { defined } from '../defined';
import { isReplayUnfinished, type RouteControl } from './route-control';
import { forgetFailures, tellFailure, type FailedCommand, type MendedCommand } from './route-failures';
import type { Replay, ReplayedStream, ReplayRequest, ReplaySegment } from './route-replay';
import { REMEMBERED_REPLAYS } from '../positions/watermarks';

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
    | {
        readonly kind: 'replay-cut';
        readonly replay: number;
        readonly streams: readonly ReplayedStream[];
        /** For both, see `Stream`. */
        readonly oneUrl?: true;
        readonly sure?: true;
      }
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

const RECENT = 20;

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
      ...defined({ oneUrl: command.oneUrl, sure: command.sure }),
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
