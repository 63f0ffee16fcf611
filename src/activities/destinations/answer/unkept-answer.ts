import type { Failure } from '../../../model/contract/failure';
import { defined } from '../../../model/defined';
import type { CallResult, Receipt } from '../call/destination';

/** Levels of JSON in an answer. It is written again on its way into history, with less stack perhaps than when it came. */
export const MAX_ANSWER_DEPTH = 1_000;

interface Unkept {
  readonly code?: Failure['code'];
  readonly status?: number;
  readonly receipt?: Receipt | undefined;
}

/** The effect is done, and only its answer cannot be kept: the one failure that tells of a call that succeeded. */
export const unkeptAnswer = (
  why: string,
  { code = 'destination-error', status, receipt }: Unkept = {},
): Extract<CallResult, { failure: unknown }> => ({
  failure: {
    code,
    message: `The call succeeded, but ${why}`,
    ...defined({ status }),
    terminal: true,
    perhapsDone: true,
  },
  ...defined({ receipt }),
});
