// Start inputs. What a run carried into the next one is looked at only from the outside, and whole where a run begins
// that follows none (`isWhole...`).
import type { Carried, HandoverMark, HeldInput, Hosting, HostInput } from '../contract/contract';
import type { Redone, RedonePause, RedonePlace, RedoneRevision } from '../contract/held-contract';
import type { KeyStart, Release } from '../contract/release-contract';
import type { OutboxInput, OutboxReport } from '../contract/outbox-contract';
import { isStreamWatermarks, isWholeCarried, isWholeHeldCarried } from './carried-shapes';
import {
  isAbsentOr,
  isCount,
  isDuration,
  isListOf,
  isName,
  isObject,
  isSequence,
  isTally,
  isText,
  isTime,
} from './plain-shapes';
import { isChainId, isKey, isPlace, isRevision, isStream } from './record-shapes';

const isHosting = (value: unknown): value is Hosting =>
  isObject(value) &&
  (value['kind'] === 'key'
    ? isChainId(value['chain']) && isKey(value['key'])
    : value['kind'] === 'lane' && isCount(value['lane']) && isCount(value['of']) && value['of'] > value['lane']);

export const isCarried = (value: unknown): value is Carried =>
  isObject(value) &&
  Array.isArray(value['watermarks']) &&
  Array.isArray(value['chains']) &&
  isSequence(value['sequence']) &&
  isObject(value['counters']);

const isHandover = (value: unknown): value is HandoverMark =>
  isObject(value) && isListOf(value['heldWorkflowIds'], isName);

const isRedonePlace = (value: unknown): value is RedonePlace =>
  isObject(value) && isStream(value['stream']) && isPlace(value['position']);

const isRedoneRevision = (value: unknown): value is RedoneRevision =>
  isRedonePlace(value) && isRevision((value as Partial<RedoneRevision>).revision);

const isRedonePause = (value: unknown): value is RedonePause =>
  isObject(value) && isChainId(value['chain']) && isAbsentOr(value['key'], isKey) && isAbsentOr(value['since'], isTime);

const isRedone = (value: unknown): value is Redone =>
  isObject(value) &&
  isTime(value['since']) &&
  isListOf(value['marks'], isStreamWatermarks) &&
  (value['revisions'] === undefined || isListOf(value['revisions'], isRedoneRevision)) &&
  isAbsentOr(value['unknownRevisions'], isRevision) &&
  isAbsentOr(value['times'], isRevision) &&
  (value['replaced'] === undefined || isListOf(value['replaced'], isRedonePlace)) &&
  (value['pauses'] === undefined || isListOf(value['pauses'], isRedonePause));

export const isHostInput = (value: unknown): value is HostInput =>
  isObject(value) &&
  isName(value['gateway']) &&
  isName(value['route']) &&
  isHosting(value['hosting']) &&
  isAbsentOr(value['carried'], isCarried) &&
  isAbsentOr(value['writers'], isCount) &&
  isAbsentOr(value['retireAfterMs'], isDuration) &&
  isAbsentOr(value['sequenceFrom'], isSequence) &&
  isAbsentOr(value['asker'], isName) &&
  isAbsentOr(value['redone'], isRedone) &&
  isAbsentOr(value['handover'], isHandover);

export const isWholeHostInput = (value: unknown): value is HostInput =>
  isHostInput(value) && isAbsentOr(value.carried, isWholeCarried);

const isKeyStart = (value: unknown): value is KeyStart =>
  isObject(value) && isName(value['workflowType']) && isName(value['taskQueue']) && isWholeHostInput(value['input']);

export const isHeldInput = (value: unknown): value is HeldInput =>
  isObject(value) &&
  ['gateway', 'route', 'workflowId', 'closedRunId'].every((name) => isName(value[name])) &&
  isAbsentOr(value['earlierRunId'], isName) &&
  (value['carried'] === undefined ||
    (isObject(value['carried']) &&
      Array.isArray(value['carried']['waiting']) &&
      Array.isArray(value['carried']['watermarks'])));

export const isWholeHeldInput = (value: unknown): value is HeldInput =>
  isHeldInput(value) && isAbsentOr(value.carried, isWholeHeldCarried);

/** An older version gives no argument. */
export const isRelease = (value: unknown): value is Release | null | undefined =>
  (value ?? null) === null || (isObject(value) && isAbsentOr(value['start'], isKeyStart));

const isReport = (value: unknown): value is OutboxReport =>
  isObject(value) &&
  isText(value['holder']) &&
  isText(value['sequence']) &&
  ['published', 'transactions', 'doubts'].every((name) => isCount(value[name]));

export const isOutboxInput = (value: unknown): value is OutboxInput =>
  isObject(value) &&
  isName(value['gateway']) &&
  isCount(value['writer']) &&
  isTally(value['sessions']) &&
  isAbsentOr(value['last'], isReport);
