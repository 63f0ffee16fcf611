import type { Failure } from '../../model/contract/contract';
import type { Chain } from '../chain/chain';
import type { HeadCallback } from '../head/head-callback';
import { timeOutCallback } from '../chain/time-out-callback';
import type { TurnHost } from './turn-host';
import { defined } from '../../model/defined';

/**
 * Resolves when the callback has come, or its deadline has passed and is marked; or, with the wait still open, when the
 * run leaves or an operator took away or renewed the record. `atRest`: whether nothing else is under way meanwhile.
 */
export const awaitCallback = async (
  chain: Chain,
  host: TurnHost,
  callback: HeadCallback,
  atRest: () => boolean,
): Promise<void> => {
  const { deadline = 0 } = callback;
  const waiter = { callback, atRest };
  chain.callbacks.beginWait(waiter);
  while (callback.answer === undefined && !callback.timedOut && !host.leaving && current(chain, callback)) {
    if (Date.now() >= deadline) timeOutCallback(chain, callback);
    else await host.sleepUntil(waiter, deadline);
  }
  chain.callbacks.endWait(waiter);
};

/** False when an operator has skipped the record or had its request made again. */
export const current = ({ callbacks }: Chain, callback: HeadCallback): boolean =>
  callbacks.get(callback.step) === callback;

/** Why the step has failed; undefined when it has succeeded or is still open. */
export const callbackFailure = ({ step, destination, answer, timedOut }: HeadCallback): Failure | undefined => {
  const where = { step, ...defined({ destination }) };
  if (timedOut)
    return { code: 'callback-timeout', message: 'The callback did not come in time.', ...where, perhapsDone: true };
  if (answer?.outcome !== 'failed') return undefined;
  const said = typeof answer.data === 'string' && answer.data !== '' ? `: ${answer.data}` : ', without words';
  return { code: 'callback-failed', message: `The callback reports a failure${said}`.slice(0, 1_000), ...where };
};
