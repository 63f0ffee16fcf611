import type { RecordsSignal } from '../contract/contract';
import { isAbsentOr, isDuration, isObject, isSequence } from './plain-shapes';
import { isEditedRecord, isSentRecord, isStream } from './record-shapes';

/** What may be taken of a signal with records. */
export interface ReadSignal {
  readonly signal: RecordsSignal;
  /** How many of its records are none. */
  readonly refused: number;
}

/**
 * Reads the argument of a signal with records; undefined if it is none. Records that are none are left out and the
 * others keep their order: no bridge sends such, so whoever did can say nothing about its neighbours. Edited records are
 * taken if `takesEdited` says so, which is asked only where there are some: only the handover signal may bring them.
 */
export const readRecordsSignal = (value: unknown, takesEdited: () => boolean): ReadSignal | undefined => {
  if (!isObject(value)) return undefined;
  const { stream, records, retireAfterMs, sequenceFrom, atOnceMs } = value;
  if (!isStream(stream) || !Array.isArray(records)) return undefined;
  if (!isAbsentOr(retireAfterMs, isDuration) || !isAbsentOr(sequenceFrom, isSequence)) return undefined;
  if (!isAbsentOr(atOnceMs, isDuration)) return undefined;
  const taken = records.filter((record) => isSentRecord(record) || (isEditedRecord(record) && takesEdited()));
  const refused = records.length - taken.length;
  // Nearly always nothing is left out, and copying hundreds of records for each signal would cost for nothing.
  const signal = refused === 0 ? value : { ...value, records: taken };
  return { signal: signal as unknown as RecordsSignal, refused };
};
