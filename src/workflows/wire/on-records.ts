import { defineSignal, setHandler } from '@temporalio/workflow';
import type { RecordsSignal } from '../../model/contract/contract';
import { readRecordsSignal } from '../../model/wire/records-signal';
import type { Refusals } from './refusals';
import { decoded, UNDECODED } from './undecoded';

/** Takes a signal with records: what can be taken of it, or undefined if it is none. */
export const onRecords = (
  name: string,
  refusals: Refusals,
  take: (signal: RecordsSignal | undefined) => void,
): void => {
  setHandler(defineSignal<[unknown]>(name, UNDECODED), (argument: unknown) => {
    const read = readRecordsSignal(decoded(argument));
    const refused = read?.refused ?? 1;
    if (refused > 0) refusals.refuse(name, refused);
    take(read?.signal);
  });
};
