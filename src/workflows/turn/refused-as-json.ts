import { patched } from '@temporalio/workflow';
import { lostInJson, type LostInJson, lossWords } from '../../model/json/lost-in-json';

/** Before this patch, bytes were taken for what JSON makes of them: an object of numbers. */
const BYTES = 'bytes-as-bytes';

/** Before this patch, what is no number was taken for null. */
const NUMBERS = 'numbers-as-numbers';

/** Why a value cannot become JSON as it is, or undefined if it can. `json` is its text, and `what` names it. */
export const refusedAsJson = (what: string, value: unknown, json: string): string | undefined => {
  const refused = (lost: LostInJson): string => `${what} has ${lossWords(lost)}`;
  const lost = lostInJson(value, json);
  if (lost === undefined) return undefined;
  const part = lostInJson(value, json, 'parts');
  if (part?.at !== lost.at && patched(NUMBERS)) return refused(lost);
  return part === undefined || !patched(BYTES) ? undefined : refused(part);
};
