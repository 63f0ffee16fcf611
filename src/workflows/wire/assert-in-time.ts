import { ApplicationFailure } from '@temporalio/common';
import { WITHDRAWN, type TimedCommand } from '../../model/contract/timed-command';

/**
 * Only for validators: what one has let through is done, also in a replay years later.
 * @throws ApplicationFailure `WITHDRAWN` if the command has waited for a worker for longer than it counts.
 */
export const assertInTime = ({ until }: TimedCommand): void => {
  const now = Date.now();
  if (until === undefined || now <= until) return;
  const [then, here] = [until, now].map((time) => new Date(time).toISOString());
  const message = `The command counted until ${then ?? ''}, and by the clock of Temporal it is ${here ?? ''}. Nothing was changed.`;
  throw ApplicationFailure.nonRetryable(message, WITHDRAWN, now);
};
