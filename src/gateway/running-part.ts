// The parts of a running gateway and how they end. A drain ends them one after another, the last started first: bridges
// before the worker, the worker before its client. A close ends all at once: no part waits for another.
import { GatewayError, errorText } from '../errors';
import type { Log } from '../log';

export interface RunningPart {
  /** Finishes work in progress. */
  drain(): Promise<void>;
  /** Ends now. */
  close(): Promise<void>;
  /** Says what the part still waits for, once a drain has taken too long. */
  remaining(): string;
}

/** @throws GatewayError `drain-timeout`, which says what was still in progress. */
export const drainParts = async (started: readonly RunningPart[], graceMs: number, log: Log): Promise<void> => {
  let current: RunningPart | undefined;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const message =
        `Work under way did not finish within gracePeriod (${graceMs} ms): ${current?.remaining() ?? ''}. ` +
        'Nothing is lost: the work is done again at the next start, with the same idempotency keys.';
      reject(new GatewayError('drain-timeout', message));
    }, graceMs);
  });
  const drained = (async (): Promise<void> => {
    for (const part of started.toReversed()) {
      current = part;
      await part.drain();
    }
  })();
  try {
    await Promise.race([drained, timeout]);
    log.info({}, 'drained');
  } finally {
    clearTimeout(timer);
  }
};

export const closeParts = async (started: readonly RunningPart[], log: Log): Promise<void> => {
  const closing = started.map(async (part) => {
    try {
      await part.close();
    } catch (error) {
      // The other parts must be closed as well.
      log.warn({ error: errorText(error) }, 'a part did not close cleanly');
    }
  });
  await Promise.all(closing);
};
