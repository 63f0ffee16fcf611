import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import type { CallResult } from '../destinations/call/destination';

/** How a call ended whose outcome nobody knows. */
export interface CallEnding {
  readonly cause: UnknownOutcome['cause'];
  /** True if the API itself failed while it was at it: it knows the key, and another request may follow. */
  readonly answered: boolean;
}

/** Says it of a call that `stopped` tells to be stopped or not; undefined if its outcome is known. */
export const callEnding = (result: CallResult, stopped: boolean): CallEnding | undefined => {
  const of = (cause: UnknownOutcome['cause']): CallEnding => ({ cause, answered: false });
  if (result === 'not-begun') return undefined;
  if ('response' in result) return stopped ? of('stopped') : undefined;
  const failure = 'wait' in result ? result.probe : result.failure;
  if (failure?.perhapsDone !== true) return 'resent' in result ? of('network') : undefined;
  if (stopped) return of('stopped');
  // Other statuses come from a proxy too, behind which the API may be at work on the request still.
  const answered = failure.code === 'http-status' && failure.status === 500 && !('resent' in result);
  return { cause: failure.code, answered };
};
