import type { Position, Stream, WireBytes, WireHeader, WireRecord, WireValue } from '../contract/record';
import type { Redriven } from '../contract/redrive';
import type { UnknownOutcome } from '../contract/unknown-outcome';
import { MOST_DOUBTS } from '../doubts/unknown-outcomes';
import { isShallow, isSmall } from './json-bounds';
import {
  isAbsentOr,
  isCount,
  isDecimal,
  isFlag,
  isListOf,
  isName,
  isObject,
  isShortText,
  isText,
  isTime,
} from './plain-shapes';

const MAX_INT = 2 ** 31 - 1;

/** Characters of a key that travels with its record: bridges leave one of more than 4,096 bytes in Kafka. */
const MAX_KEY = 8_192;

/** Chain ids have at most 120 characters. */
const MAX_CHAIN = 200;

/** Bytes of what is kept whole, so that it may have fields that only a later version knows. */
const STREAM_BYTES = 4_096;
const DOUBT_BYTES = 4_096;
const REDRIVEN_BYTES = 64 * 1024;

export const isPartition = (value: unknown): value is number => isCount(value) && value <= MAX_INT;

export const isLeaderEpoch = (value: unknown): value is number => value === -1 || isPartition(value);

/** Counts edits, redrives and rounds. */
export const isRevision = (value: unknown): value is number => isPartition(value);

export const isStream = (value: unknown): value is Stream => isStreamLabel(value) && isSmall(value, STREAM_BYTES);

/** A stream beside something else, which has bounds of its own. */
export const isStreamLabel = (value: unknown): value is Stream =>
  isObject(value) &&
  isName(value['id']) &&
  isName(value['topic']) &&
  isAbsentOr(value['replay'], isCount) &&
  isAbsentOr(value['effects'], isCount) &&
  isFlag(value['oneUrl']) &&
  isFlag(value['sure']);

export const isPosition = (value: unknown): value is Position =>
  isObject(value) &&
  isPartition(value['partition']) &&
  isLeaderEpoch(value['leaderEpoch']) &&
  isDecimal(value['offset']);

const POSITION_BYTES = 1_024;

/** A position by itself, and not as a part of a record. */
export const isPlace = (value: unknown): value is Position => isPosition(value) && isSmall(value, POSITION_BYTES);

/** A chain id. */
export const isChainId = (value: unknown): value is string => isName(value) && value.length <= MAX_CHAIN;

export const isWireBytes = (value: unknown): value is WireBytes =>
  isText(value) || (isObject(value) && isText(value['base64']));

const isBytesOrNull = (value: unknown): value is WireBytes | null => value === null || isWireBytes(value);

/** A key as it travels beside its records. */
export const isKey = (value: unknown): value is WireBytes | null => isBytesOrNull(value) && isSmall(value, MAX_KEY);

const isHeader = (value: unknown): value is WireHeader =>
  Array.isArray(value) && value.length === 2 && isText(value[0]) && isBytesOrNull(value[1]);

/** A form that this version does not know is let through: a later one may have sent it, and must not lose its record. */
const isValue = (value: unknown): value is WireValue =>
  isObject(value) &&
  isAbsentOr(value['text'], isText) &&
  isAbsentOr(value['base64'], isText) &&
  isAbsentOr(value['undecodable'], isText) &&
  isAbsentOr(value['source'], isText) &&
  isAbsentOr(value['reference'], isCount);

/** A record as workflows keep it; its key may be whole. */
export const isWireRecord = (value: unknown): value is WireRecord => {
  if (!isPosition(value)) return false;
  const { chain, key, keyText, timestamp, headers, trace, value: content, revision } = value as Partial<WireRecord>;
  return (
    isAbsentOr(chain, isChainId) &&
    isBytesOrNull(key) &&
    isAbsentOr(keyText, isText) &&
    Number.isFinite(timestamp) &&
    (headers === undefined || isListOf(headers, isHeader)) &&
    isAbsentOr(trace, isShortText) &&
    isValue(content) &&
    isAbsentOr(revision, isRevision) &&
    isShallow(value)
  );
};

/** A record as bridges send it: Kafka has it, so that it is no operator's edit. */
export const isSentRecord = (value: unknown): value is WireRecord =>
  isWireRecord(value) && isKey(value.key) && value.revision === undefined;

/** A record as an operator edited it: with its whole key, and with its value, because Kafka has another one. */
export const isEditedRecord = (value: unknown): value is WireRecord =>
  isWireRecord(value) && (value.revision ?? 0) > 0 && !('reference' in value.value);

export const isUnknownOutcome = (value: unknown): value is UnknownOutcome =>
  isObject(value) &&
  isCount(value['since']) &&
  isTime(value['since']) &&
  isShortText(value['cause']) &&
  ['step', 'destination', 'request', 'sentAs'].every((name) => isAbsentOr(value[name], isShortText)) &&
  isAbsentOr(value['revision'], isRevision) &&
  isFlag(value['answered']) &&
  isAbsentOr(value['unreadable'], isCount) &&
  isAbsentOr(value['refusedSince'], isTime) &&
  isSmall(value, DOUBT_BYTES);

export const isRedriven = (value: unknown): value is Redriven =>
  isObject(value) &&
  isRevision(value['times']) &&
  isObject(value['letter']) &&
  isStream(value['letter']['stream']) &&
  isPlace(value['letter']['position']) &&
  isAbsentOr(value['revision'], isRevision) &&
  isAbsentOr(value['unknownRevisions'], isRevision) &&
  isFlag(value['oneUrl']) &&
  (value['doubts'] === undefined ||
    (isListOf(value['doubts'], isUnknownOutcome) && value['doubts'].length <= MOST_DOUBTS)) &&
  isSmall(value, REDRIVEN_BYTES);
