// How a run comes to its end while handlers wait for something of their own: for hours, perhaps. I10: a run that cannot
// leave fills up until the server takes no more signals for it, and then a partition stands still.
import { condition, patched } from '@temporalio/workflow';
import type { RunningHandlers } from './running-handlers';

/** Before, a run waited for its handlers however long they waited, and what was deferred before them waited with them. */
const ABANDON = 'abandon-waiting-handlers';
/** What a handler gets to finish in. Waits of the context need none: they keep how far they were. */
const GRACE_MS = 5_000;

/** Resolves when `leave` does. Meanwhile, no handler that waits delays the effects of records before its own. */
export const untilTimeToLeave = async (handlers: RunningHandlers, leave: () => boolean): Promise<void> => {
  while (!leave()) {
    await condition(() => leave() || handlers.holdsOthersUp);
    if (handlers.holdsOthersUp && !patched(ABANDON)) break;
    handlers.performEarlier();
  }
  await condition(leave);
};

/** Resolves when `ended` does. Handlers that still wait after a grace are abandoned: they run again in the next run. */
export const untilTurnsEnded = async (handlers: RunningHandlers, ended: () => boolean): Promise<void> => {
  await condition(() => ended() || handlers.waiting);
  if (!ended() && patched(ABANDON)) {
    await condition(ended, GRACE_MS);
    while (!ended()) {
      handlers.abandonWaiting();
      await condition(() => ended() || handlers.waiting);
    }
  }
  await condition(ended);
};
