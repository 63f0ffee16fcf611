/**
 * What a handler has given, as it was then; `json` is its text. The handler may go on with the same objects, or those of the
 * next record may: what is sent later, with those of other records, must not change with them, nor become what no JSON can
 * hold, which would stop the workflow.
 */
export const asGiven = <Given extends object>(given: Given, json: string): Given =>
  Object.values(given).some(isChangeable) ? (JSON.parse(json) as Given) : given;

const isChangeable = (part: unknown): boolean =>
  (typeof part === 'object' && part !== null) || typeof part === 'function';
