import type { CallResult } from '../call/destination';

export interface SizedAnswer {
  readonly result: CallResult;
  /** Bytes of JSON that go into history; undefined if the answer is nested too deeply to be written again. */
  readonly bytes: number | undefined;
}

/**
 * Sizes an answer. One that is too large beside its own text goes as text alone: `data` can be made of it again. The
 * answer of a poll does not go into history, and its text counts for nothing.
 */
export const sizedAnswer = (result: CallResult, most: number, polled: boolean): SizedAnswer => {
  if (result === 'not-begun' || !('response' in result) || result.response?.source === undefined) {
    return { result, bytes: jsonBytes(result) };
  }
  const { response } = result;
  if (polled) return { result, bytes: jsonBytes({ ...result, response: { ...response, source: undefined } }) };
  const bytes = jsonBytes(result);
  if (bytes === undefined || bytes <= most) return { result, bytes };
  const alone: CallResult = { ...result, response: { ...response, data: null } };
  return { result: alone, bytes: jsonBytes(alone) };
};

const jsonBytes = (value: unknown): number | undefined => {
  try {
    return Buffer.byteLength(JSON.stringify(value));
  } catch {
    // Only a stack overflow can end up here, because parsed JSON has no cycles.
    return undefined;
  }
};
