import { patched } from '@temporalio/workflow';
import { lostInJson } from '../../model/lost-in-json';
import { lossWords } from '../../model/loss-words';

/** Before this patch, bytes were taken for what JSON makes of them: an object of numbers. */
const BYTES = 'bytes-as-bytes';

/** Why a value cannot become JSON as it is, or undefined if it can. `json` is its text, and `what` names it. */
export const refusedAsJson = (what: string, value: unknown, json: string): string | undefined => {
  const lost = lostInJson(value, json);
  return lost === undefined || !patched(BYTES) ? undefined : `${what} has ${lossWords(lost)}`;
};
