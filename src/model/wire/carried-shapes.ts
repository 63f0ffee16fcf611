// What a run hands to the next one. A run that follows another one trusts it; one that is started anew may be a
// stranger's, and what cannot be read later would fail its tasks for ever.
import type { HeldChain, HeldCarried } from '../contract/held-contract';
import type { Carried, CarriedChain } from '../contract/contract';
import type { StreamWatermarks } from '../contract/stream-watermarks';
import { isSmall } from './json-bounds';
import {
  hasFields,
  isAbsentOr,
  isCount,
  isDecimal,
  isDue,
  isTime,
  isFlag,
  isLabel,
  isListOf,
  isMapOf,
  isObject,
  isSequence,
  isShortText,
  isTally,
  isText,
} from './plain-shapes';
import {
  isChainId,
  isEditedRecord,
  isKey,
  isLeaderEpoch,
  isPartition,
  isPlace,
  isRedriven,
  isRevision,
  isStream,
  isStreamLabel,
  isUnknownOutcome,
  isWireRecord,
} from './record-shapes';

type Check = (value: unknown) => boolean;

/** Offsets in base 36, joined by commas. */
const isOffsets: Check = (value) => isText(value) && /^[0-9a-z]{1,13}(,[0-9a-z]{1,13})*$/.test(value);

const isEach = (value: unknown, check: Check): value is readonly unknown[] =>
  Array.isArray(value) && value.every(check);

const eachIs =
  (check: Check): Check =>
  (value) =>
    isEach(value, check);

const isMark: Check = (value) => Array.isArray(value) && isLeaderEpoch(value[0]) && isDecimal(value[1]);

export const isStreamWatermarks = (value: unknown): value is StreamWatermarks =>
  isStreamLabel(value) &&
  isMapOf((value as Partial<StreamWatermarks>).partitions, isMark) &&
  Object.keys((value as StreamWatermarks).partitions).every((partition) => isPartition(Number(partition)));

const isRun: Check = (value) =>
  isObject(value) &&
  isStream(value['stream']) &&
  isPartition(value['partition']) &&
  isLeaderEpoch(value['leaderEpoch']) &&
  isOffsets(value['offsets']);

const isHeldChain = (value: unknown): value is HeldChain =>
  isObject(value) && isAbsentOr(value['chain'], isChainId) && isKey(value['key']) && isEach(value['runs'], isRun);

const isEntry: Check = (value) =>
  isRun(value) ||
  (isObject(value) &&
    isStream(value['stream']) &&
    isAbsentOr(value['redriven'], isRedriven) &&
    (value['record'] === undefined ? isPlace(value['position']) : isWireRecord(value['record'])));

const isEditedEntry: Check = (value) => isObject(value) && isStream(value['stream']) && isEditedRecord(value['record']);

const FAILURE_FIELDS = {
  step: isShortText,
  destination: isShortText,
  reason: isShortText,
  at: isShortText,
  status: isTime,
};
/** Its message is cut before it is carried. */
const FAILURE_BYTES = 16 * 1024;

export const isFailure: Check = (value) =>
  isObject(value) &&
  isShortText(value['code']) &&
  isText(value['message']) &&
  hasFields(value, FAILURE_FIELDS) &&
  isSmall(value, FAILURE_BYTES);

const BLOCK_BYTES = 2 * FAILURE_BYTES;

const isBlock: Check = (value) =>
  isObject(value) &&
  isCount(value['attempts']) &&
  isFailure(value['failure']) &&
  isSmall(value, BLOCK_BYTES) &&
  (value['kind'] === 'parked'
    ? isTime(value['since'])
    : value['kind'] === 'retrying' && isDue(value['notBefore']) && hasFields(value, { since: isTime, wait: isWait }));

const isWait: Check = (value) =>
  isObject(value) &&
  isShortText(value['reason']) &&
  isShortText(value['destination']) &&
  isTime(value['since']) &&
  isAbsentOr(value['shutSince'], isTime);

const isAnswer: Check = (value) =>
  isObject(value) &&
  (value['outcome'] === 'succeeded' || value['outcome'] === 'failed') &&
  isLabel(value['digest']) &&
  isAbsentOr(value['source'], isText);

const isCallback: Check = (value) =>
  isObject(value) &&
  isLabel(value['step']) &&
  isRevision(value['round']) &&
  hasFields(value, {
    deadline: isDue,
    since: isTime,
    destination: isShortText,
    answer: isAnswer,
    calls: eachIs(isLabel),
  });

/** What each kind of wait needs when its handler runs again. A kind that only a later version knows is let through. */
const WAITS: Readonly<Record<string, Check>> = {
  sleep: (wait) => isObject(wait) && isDue(wait['until']),
  condition: (wait) => hasFields(wait, { until: isDue, met: (met) => typeof met === 'boolean' }),
  child: (wait) =>
    isObject(wait) && isRevision(wait['attempt']) && hasFields(wait, { started: isFlag, completed: isObject }),
};

const isResponse: Check = (value) =>
  isObject(value) &&
  isCount(value['status']) &&
  isMapOf(value['headers'], isText) &&
  isAbsentOr(value['source'], isText);

/** What is remembered of a step: its answer, a wait, or only that it is done. */
const isStep: Check = (value) => {
  if (value === null) return true;
  if (!isObject(value) || !('wait' in value)) return isResponse(value);
  const { wait } = value;
  return isLabel(wait) && (!Object.hasOwn(WAITS, wait) || WAITS[wait]?.(value) === true);
};

/** What a step was claimed for, at which revision, and its digests. */
const isClaim: Check = (value) =>
  Array.isArray(value) &&
  isLabel(value[0]) &&
  isAbsentOr(value[1], isRevision) &&
  [value[2], value[3]].every((digest) => isAbsentOr(digest, isLabel));

const isLoss: Check = (value) =>
  isObject(value) &&
  isTime(value['since']) &&
  isTally(value['records']) &&
  hasFields(value, { marks: eachIs(isStreamWatermarks), letters: eachIs(isText) });

/** How compact forms begin: a stream by its index, a partition, a leader epoch. */
const isPacked = (value: unknown, streams: number): value is readonly unknown[] =>
  Array.isArray(value) && isCount(value[0]) && value[0] < streams && isPartition(value[1]) && isLeaderEpoch(value[2]);

/** A run by index into the streams, in the compact form. */
const isPackedRun =
  (streams: number): Check =>
  (value) =>
    isPacked(value, streams) && isOffsets(value[3]);

const isChain =
  (streams: number) =>
  (value: unknown): value is CarriedChain =>
    isObject(value) &&
    isChainId(value['chain']) &&
    isAbsentOr(value['key'], isKey) &&
    isEach(value['waiting'], isEntry) &&
    hasFields(value, {
      packed: eachIs(isPackedRun(streams)),
      stateVersion: isCount,
      headSequence: isSequence,
      headSteps: (steps) => isMapOf(steps, isStep),
      headClaims: (claims) => isMapOf(claims, isClaim),
      unsure: isFlag,
      doneCalls: eachIs(isUnknownOutcome),
      safeCalls: eachIs(isText),
      doubts: eachIs(isUnknownOutcome),
      lost: isLoss,
      newEffects: isRevision,
      callbacks: eachIs(isCallback),
      hold: isBlock,
      paused: isTime,
    });

const isLedgerRow =
  (streams: number): Check =>
  (value) =>
    isPacked(value, streams) &&
    isDecimal(value[3]) &&
    isCount(value[4]) &&
    Array.isArray(value[5]) &&
    [0, 1, 5].every((index) => isText((value[5] as unknown[])[index])) &&
    isAbsentOr((value[5] as unknown[])[6], isText) &&
    [2, 3, 4].every((index) => isTime((value[5] as unknown[])[index]));

const isLedger: Check = (value) => {
  if (!isObject(value) || !Array.isArray(value['streams']) || !value['streams'].every(isStream)) return false;
  const isRow = isLedgerRow(value['streams'].length);
  return isEach(value['chains'], (chain) => Array.isArray(chain) && isChainId(chain[0]) && isEach(chain[1], isRow));
};

const isTaken: Check = (value) => Array.isArray(value) && isLabel(value[0]) && isLabel(value[1]);

/** Looks at everything that a run reads of what it is given. */
export const isWholeCarried = (value: unknown): value is Carried => {
  if (!isObject(value)) return false;
  const streams = value['streams'] ?? [];
  return (
    isListOf(value['watermarks'], isStreamWatermarks) &&
    isListOf(streams, isStream) &&
    isListOf(value['chains'], isChain(streams.length)) &&
    isSequence(value['sequence']) &&
    isMapOf(value['counters'], isTally) &&
    hasFields(value, {
      aside: eachIs(isHeldChain),
      asideEdited: eachIs(isEditedEntry),
      redriven: eachIs(isLabel),
      takenCallbacks: eachIs(isTaken),
      ledger: isLedger,
      shelvings: isTally,
      quietSince: isTime,
    })
  );
};

export const isWholeHeldCarried = (value: unknown): value is HeldCarried =>
  isObject(value) && isListOf(value['waiting'], isHeldChain) && isListOf(value['watermarks'], isStreamWatermarks);
