import { patched } from '@temporalio/workflow';
import { bytesWithin } from '../../model/bytes-within';

/** Before this patch, bytes were taken for what JSON makes of them: an object of numbers. */
const BYTES = 'bytes-as-bytes';

/** Why a value cannot become JSON as it is, or undefined if it can. `json` is its text, and `what` names it. */
export const bytesRefused = (what: string, value: unknown, json: string): string | undefined => {
  const found = bytesWithin(value, json);
  if (found === undefined || !patched(BYTES)) return undefined;
  const where = found === '' ? '' : ` in ${found}`;
  return `${what} has bytes${where}, which JSON cannot hold: give them as text, as base64 for example.`;
};
