import { Context } from '@temporalio/activity';

/** Of these heartbeats, the SDK sends as many as the activity's heartbeat timeout needs. */
const EVERY_MS = 3_000;

/**
 * Makes an activity report all the time that its process is alive. After a crash it is retried elsewhere within the
 * heartbeat timeout, so what waits for it does not stand still for as long as the work might take.
 */
export const withHeartbeat =
  <Args extends readonly unknown[], Result>(
    activity: (...args: Args) => Promise<Result>,
    everyMs = EVERY_MS,
  ): ((...args: Args) => Promise<Result>) =>
  async (...args) => {
    const context = Context.current();
    const beat = setInterval(() => {
      context.heartbeat();
    }, everyMs);
    try {
      return await activity(...args);
    } finally {
      clearInterval(beat);
    }
  };
