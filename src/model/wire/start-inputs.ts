// Start inputs. Only the outside of what is carried is looked at: it comes from a run of the same workflow.
import type { Carried, HeldInput, Hosting, HostInput } from '../contract/contract';
import type { KeyStart, Release } from '../contract/release-contract';
import type { OutboxInput } from '../contract/outbox-contract';
import { isAbsentOr, isCount, isDuration, isName, isObject, isSequence } from './plain-shapes';
import { isKey } from './record-shapes';

const isHosting = (value: unknown): value is Hosting =>
  isObject(value) &&
  (value['kind'] === 'key'
    ? isName(value['chain']) && isKey(value['key'])
    : value['kind'] === 'lane' && isCount(value['lane']) && isCount(value['of']) && value['of'] > value['lane']);

export const isCarried = (value: unknown): value is Carried =>
  isObject(value) &&
  Array.isArray(value['watermarks']) &&
  Array.isArray(value['chains']) &&
  isSequence(value['sequence']) &&
  isObject(value['counters']);

export const isHostInput = (value: unknown): value is HostInput =>
  isObject(value) &&
  isName(value['gateway']) &&
  isName(value['route']) &&
  isHosting(value['hosting']) &&
  isAbsentOr(value['carried'], isCarried) &&
  isAbsentOr(value['writers'], isCount) &&
  isAbsentOr(value['retireAfterMs'], isDuration) &&
  isAbsentOr(value['sequenceFrom'], isSequence) &&
  isAbsentOr(value['asker'], isName);

const isKeyStart = (value: unknown): value is KeyStart =>
  isObject(value) && isName(value['workflowType']) && isName(value['taskQueue']) && isHostInput(value['input']);

export const isHeldInput = (value: unknown): value is HeldInput =>
  isObject(value) &&
  ['gateway', 'route', 'workflowId', 'closedRunId'].every((name) => isName(value[name])) &&
  isAbsentOr(value['earlierRunId'], isName) &&
  (value['carried'] === undefined ||
    (isObject(value['carried']) &&
      Array.isArray(value['carried']['waiting']) &&
      Array.isArray(value['carried']['watermarks'])));

/** An older version gives no argument. */
export const isRelease = (value: unknown): value is Release | null | undefined =>
  (value ?? null) === null || (isObject(value) && isAbsentOr(value['start'], isKeyStart));

export const isOutboxInput = (value: unknown): value is OutboxInput =>
  isObject(value) && isName(value['gateway']) && isCount(value['writer']) && isCount(value['sessions']);
