import { PollFailure } from './poll-failure';
import { LINK_CURSOR } from './poll-position';

/** An API that is sent its own link as a cursor may well refuse it, and only says that it does. */
export const advised = (error: unknown): unknown => {
  const { failure, terminal = false, retryAfterMs } = error as Partial<PollFailure>;
  if (failure?.status === undefined || !terminal) return error;
  return new PollFailure({ ...failure, message: `${failure.message} ${LINK_CURSOR}` }, { terminal, retryAfterMs });
};
