import { defineSignal, patched, setHandler } from '@temporalio/workflow';
import { HANDOVER_SIGNAL, type RecordsSignal } from '../../model/contract/contract';
import { readRecordsSignal } from '../../model/wire/records-signal';
import type { Refusals } from './refusals';
import { decoded, UNDECODED } from './undecoded';

/** Before this patch, edited records of a closed run were refused. */
const EDITED = 'edited-handed-over';

/** Takes a signal with records: what can be taken of it, or undefined if it is none. */
export const onRecords = (
  name: string,
  refusals: Refusals,
  take: (signal: RecordsSignal | undefined) => void,
): void => {
  setHandler(defineSignal<[unknown]>(name, UNDECODED), (argument: unknown) => {
    const read = readRecordsSignal(decoded(argument), () => name === HANDOVER_SIGNAL && patched(EDITED));
    const refused = read?.refused ?? 1;
    if (refused > 0) refusals.refuse(name, refused);
    take(read?.signal);
  });
};
