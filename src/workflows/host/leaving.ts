// How a run ends while handlers wait for something of their own, perhaps for hours. I10: a run that cannot leave fills
// up until the server takes no more signals for it, and then a partition stands still.
import { condition, patched } from '@temporalio/workflow';
import type { RunningHandlers } from '../turn/running-handlers';

/** Before this patch, a run waited for its handlers without end, and so did the effects deferred before them. */
const ABANDON = 'abandon-waiting-handlers';
/** Time in which a handler may finish. Waits of the context need none, because they keep their progress. */
const GRACE_MS = 5_000;

/** Resolves when `leave` holds. Meanwhile, no waiting handler delays the effects of earlier records. */
export const untilTimeToLeave = async (handlers: RunningHandlers, leave: () => boolean): Promise<void> => {
  while (!leave()) {
    await condition(() => leave() || handlers.holdsOthersUp);
    if (handlers.holdsOthersUp && !patched(ABANDON)) break;
    handlers.performEarlier();
  }
  await condition(leave);
};

/** Resolves when `ended` holds. Handlers that still wait after a grace are abandoned and run again in the next run. */
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
