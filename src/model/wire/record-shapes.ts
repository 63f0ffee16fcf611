import type { Position, Stream, WireBytes, WireHeader, WireRecord, WireValue } from '../contract/record';
import type { Redriven } from '../contract/redrive';
import type { UnknownOutcome } from '../contract/unknown-outcome';
import { isAbsentOr, isCount, isDecimal, isFlag, isListOf, isName, isObject, isText } from './plain-shapes';

const MAX_INT = 2 ** 31 - 1;

export const isPartition = (value: unknown): value is number => isCount(value) && value <= MAX_INT;

export const isLeaderEpoch = (value: unknown): value is number => value === -1 || isPartition(value);

export const isStream = (value: unknown): value is Stream =>
  isObject(value) &&
  isName(value['id']) &&
  isName(value['topic']) &&
  isAbsentOr(value['replay'], isCount) &&
  isAbsentOr(value['effects'], isCount) &&
  isFlag(value['oneUrl']);

export const isPosition = (value: unknown): value is Position =>
  isObject(value) &&
  isPartition(value['partition']) &&
  isLeaderEpoch(value['leaderEpoch']) &&
  isDecimal(value['offset']);

export const isWireBytes = (value: unknown): value is WireBytes =>
  isText(value) || (isObject(value) && isText(value['base64']));

export const isKey = (value: unknown): value is WireBytes | null => value === null || isWireBytes(value);

const isHeader = (value: unknown): value is WireHeader =>
  Array.isArray(value) && value.length === 2 && isText(value[0]) && isKey(value[1]);

/** A form that this version does not know is let through: a later one may have sent it, and must not lose its record. */
const isValue = (value: unknown): value is WireValue =>
  isObject(value) &&
  isAbsentOr(value['text'], isText) &&
  isAbsentOr(value['base64'], isText) &&
  isAbsentOr(value['undecodable'], isText) &&
  isAbsentOr(value['source'], isText) &&
  isAbsentOr(value['reference'], isCount);

export const isWireRecord = (value: unknown): value is WireRecord => {
  if (!isPosition(value)) return false;
  const { chain, key, timestamp, headers, value: content, revision } = value as Partial<WireRecord>;
  return (
    isAbsentOr(chain, isName) &&
    isKey(key) &&
    Number.isFinite(timestamp) &&
    (headers === undefined || isListOf(headers, isHeader)) &&
    isValue(content) &&
    isAbsentOr(revision, isCount)
  );
};

export const isUnknownOutcome = (value: unknown): value is UnknownOutcome =>
  isObject(value) &&
  isCount(value['since']) &&
  isText(value['cause']) &&
  ['step', 'destination', 'request'].every((name) => isAbsentOr(value[name], isText));

export const isRedriven = (value: unknown): value is Redriven =>
  isObject(value) &&
  isCount(value['times']) &&
  isObject(value['letter']) &&
  isStream(value['letter']['stream']) &&
  isPosition(value['letter']['position']) &&
  isAbsentOr(value['revision'], isCount) &&
  isFlag(value['oneUrl']) &&
  (value['doubts'] === undefined || isListOf(value['doubts'], isUnknownOutcome));
