// The life of a gateway in a process: it starts, runs until a signal or a failure, then drains or closes.
import { setTimeout as delay } from 'node:timers/promises';
import { errorText, type GatewayError } from '../../errors';
import type { Gateway } from '../../gateway/gateway';
import type { Log } from '../../log';
import { errorCode, exitCodeOf, EXIT_CODES, type ExitCode } from '../command/exit-codes';
import type { StopSignal, StopSignals } from '../command/stop-signals';

/** Time for a closing gateway to leave its group and end its connections; nothing is lost if that is too short. */
const CLOSE_MS = 2_000;

export interface Served {
  readonly exitCode: ExitCode;
  readonly outcome: 'drained' | 'failed' | 'drain-timeout' | 'closed';
  readonly message?: string;
}

type Signals = Pick<StopSignals, 'first' | 'second'>;

/** A signal ended the gateway before anything could be drained, or because nobody wants to wait. */
export const closedBy = (signal: StopSignal): Served => ({
  exitCode: signal === 'SIGINT' ? EXIT_CODES.closedBySigint : EXIT_CODES.closedBySigterm,
  outcome: 'closed',
});

const closeSoon = async (gateway: Gateway, log: Log): Promise<void> => {
  const timer = new AbortController();
  const closed = gateway.close().catch((error: unknown) => {
    log.warn({ error: errorText(error) }, 'the gateway did not close cleanly');
  });
  await Promise.race([closed, delay(CLOSE_MS, undefined, { signal: timer.signal })]);
  timer.abort();
};

const drain = async (gateway: Gateway, log: Log): Promise<Served> => {
  try {
    await gateway.drain();
    return { exitCode: EXIT_CODES.done, outcome: 'drained' };
  } catch (error) {
    const message = errorText(error);
    log.error({ code: errorCode(error) }, message);
    await closeSoon(gateway, log);
    const timeout = errorCode(error) === 'drain-timeout';
    return { exitCode: exitCodeOf(error), outcome: timeout ? 'drain-timeout' : 'failed', message };
  }
};

const startOf = async (start: () => Promise<Gateway>, signals: Signals, graceMs: number): Promise<Gateway | Served> => {
  const timer = new AbortController();
  const starting = start();
  const late = signals.first.then(async (): Promise<Served> => {
    await delay(graceMs, undefined, { signal: timer.signal });
    const message = `The gateway was still starting ${graceMs} ms after the signal, which is its gracePeriod.`;
    return { exitCode: EXIT_CODES.drainTimeout, outcome: 'drain-timeout', message };
  });
  // The outcome of whichever loses no longer matters: the process ends with it.
  for (const loser of [starting, late]) loser.catch(() => undefined);
  try {
    return await Promise.race([starting, late, signals.second.then(closedBy)]);
  } finally {
    timer.abort();
  }
};

/** Resolves when the gateway fails for good. */
const failed = (gateway: Gateway): Promise<{ readonly kind: 'failed'; readonly error: GatewayError }> =>
  gateway.failed.then((error) => ({ kind: 'failed', error }));

/** Resolves with the signal that came. */
export const signalled = (
  signal: Promise<StopSignal>,
): Promise<{ readonly kind: 'signal'; readonly signal: StopSignal }> =>
  signal.then((name) => ({ kind: 'signal', signal: name }));

/**
 * Resolves when the process may end. Rejects if the gateway does not start. A signal during the start drains the
 * gateway once it has started, if that takes no longer than `graceMs`.
 */
export const serve = async (
  start: () => Promise<Gateway>,
  signals: Signals,
  graceMs: number,
  log: Log,
): Promise<Served> => {
  const gateway = await startOf(start, signals, graceMs);
  if ('outcome' in gateway) return gateway;
  const stop = await Promise.race([failed(gateway), signalled(signals.first)]);
  if (stop.kind === 'failed') {
    log.error({ code: stop.error.code }, stop.error.message);
    await closeSoon(gateway, log);
    return { exitCode: EXIT_CODES.gatewayFailed, outcome: 'failed', message: stop.error.message };
  }
  log.info({ signal: stop.signal }, 'draining; a second signal closes at once');
  const drained = drain(gateway, log).then((served) => ({ kind: 'drained', served }) as const);
  const ended = await Promise.race([drained, signalled(signals.second)]);
  if (ended.kind === 'drained') return ended.served;
  log.warn({ signal: ended.signal }, 'closing at once');
  await closeSoon(gateway, log);
  return closedBy(ended.signal);
};
