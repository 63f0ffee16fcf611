import type { RouteCommand } from '../routes/route-command';
import type { RouteControl, RouteInput } from '../routes/route-control';
import type { ReplayedStream } from '../routes/route-replay';
import { isSmall } from './json-bounds';
import {
  hasFields,
  isAbsentOr,
  isCount,
  isDecimal,
  isFlag,
  isListOf,
  isMapOf,
  isName,
  isObject,
  isShortText,
  isTally,
  isText,
} from './plain-shapes';

/** Four lists of streams must fit one input; each partition takes some fifty bytes. */
const STREAMS_BYTES = 400 * 1024;
const REQUEST_BYTES = 8_192;

/** -1 if the broker has no leader epochs. */
const isEpoch = (value: unknown): value is number => value === -1 || isCount(value);

const isRange = (value: unknown): value is ReplayedStream['ranges'][string] =>
  Array.isArray(value) && isDecimal(value[0]) && isDecimal(value[1]) && isAbsentOr(value[2], isEpoch);

const isReplayedStream = (value: unknown): value is ReplayedStream =>
  isObject(value) &&
  isName(value['id']) &&
  isName(value['topic']) &&
  isObject(value['ranges']) &&
  Object.values(value['ranges']).every(isRange);

const areStreams = (value: unknown): value is readonly ReplayedStream[] =>
  isListOf(value, isReplayedStream) && isSmall(value, STREAMS_BYTES);

const isStart = (value: unknown): boolean =>
  isObject(value) && (isDecimal(value['offset']) || Number.isFinite(value['timeMs']) || value['earliest'] === true);

const isRequest = (value: unknown): boolean =>
  isObject(value) &&
  isStart(value['from']) &&
  isAbsentOr(value['topic'], isName) &&
  isAbsentOr(value['partition'], isCount) &&
  isAbsentOr(value['chain'], isName) &&
  typeof value['newEffects'] === 'boolean' &&
  isSmall(value, REQUEST_BYTES);

const FIELDS: Readonly<Record<RouteCommand['kind'], (command: Readonly<Record<string, unknown>>) => boolean>> = {
  pause: () => true,
  resume: () => true,
  replay: ({ request }) => isRequest(request),
  'replay-cut': ({ replay, streams, oneUrl, sure }) =>
    isCount(replay) && areStreams(streams) && isFlag(oneUrl) && isFlag(sure),
  'replay-run': ({ replay }) => isCount(replay),
  'replay-cancel': ({ replay }) => isCount(replay),
  'replay-left-out': ({ replay, records }) => isCount(replay) && isTally(records),
  failed: ({ bridge, code, message, since }) => [bridge, code, since].every(isShortText) && isText(message),
  mended: ({ bridge }) => isShortText(bridge),
  host: ({ lanes }) => isCount(lanes),
  rehost: ({ lanes, from, since, taken, sequence }) =>
    isCount(lanes) && isCount(from) && isShortText(since) && areStreams(taken) && isCount(sequence),
};

/** True for a command, also of a kind that only a later version knows. */
export const isRouteCommand = (value: unknown): value is RouteCommand => {
  if (!isObject(value) || !isName(value['id']) || !isName(value['time']) || !isName(value['kind'])) return false;
  const { kind } = value;
  return !Object.hasOwn(FIELDS, kind) || FIELDS[kind as RouteCommand['kind']](value);
};

const isControl = (value: unknown): value is RouteControl =>
  isObject(value) &&
  isTally(value['revision']) &&
  (value['desired'] === 'running' || value['desired'] === 'paused') &&
  Array.isArray(value['segments']) &&
  isListOf(value['recent'], isText);

const isSegment = (value: unknown): boolean =>
  isObject(value) &&
  isCount(value['replay']) &&
  typeof value['newEffects'] === 'boolean' &&
  isAbsentOr(value['chain'], isName) &&
  areStreams(value['streams']) &&
  isFlag(value['oneUrl']) &&
  isFlag(value['sure']);

const isReplay = (value: unknown): boolean =>
  isObject(value) &&
  isTally(value['number']) &&
  isShortText(value['phase']) &&
  isShortText(value['begun']) &&
  isRequest(value['request']);

const isRouteFailure = (value: unknown): boolean =>
  isMapOf(value, isText) &&
  hasFields(value, {}) &&
  ['bridge', 'since', 'message'].every((name) => isText((value as Record<string, unknown>)[name]));

const isWholeControl = (value: RouteControl): boolean =>
  value.segments.every(isSegment) &&
  hasFields(value, {
    since: isShortText,
    lanes: isCount,
    sequence: isCount,
    taken: areStreams,
    replay: isReplay,
    leftOut: (counts) => isMapOf(counts, isTally),
    failures: (failures) => Array.isArray(failures) && failures.every(isRouteFailure),
  });

export const isWholeRouteInput = (value: unknown): value is RouteInput =>
  isRouteInput(value) && (value.control === undefined || isWholeControl(value.control));

export const isRouteInput = (value: unknown): value is RouteInput =>
  isObject(value) && isName(value['gateway']) && isName(value['route']) && isAbsentOr(value['control'], isControl);
