import type { CallResult } from './destination';

/** False if masking has changed the data of an answer and not its text: escapes hide a secret there. */
export const sourceAgrees = (result: CallResult): boolean => {
  const response = result !== 'not-begun' && 'response' in result ? result.response : undefined;
  if (response?.source === undefined) return true;
  return JSON.stringify(JSON.parse(response.source)) === JSON.stringify(response.data);
};
