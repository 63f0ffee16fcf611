import { setMaxListeners } from 'node:events';
import { PATIENCE, type Patience } from '../../operations/until-answered';
import type { CommandContext } from './command';

/** Does `work`, which a signal ends early: what no worker has answered by then is reported, and sent no further time. */
export const withPatience = async <T>(
  { wait }: { readonly wait?: number },
  { stopSignals }: Pick<CommandContext, 'stopSignals'>,
  work: (patience: Patience) => Promise<T>,
): Promise<T> => {
  const signals = stopSignals();
  const stop = new AbortController();
  // Each call that is under way listens to it, and a command for all keys makes many at once.
  setMaxListeners(0, stop.signal);
  void signals.first.then(() => {
    stop.abort();
    // Whoever does not want to wait for that either ends the process by the next one.
    signals.dispose();
  });
  try {
    return await work({ waitMs: wait ?? PATIENCE.waitMs, signal: stop.signal });
  } finally {
    signals.dispose();
  }
};
