import type { Effect } from '../../model/contract/effect-contract';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import { isSafe } from '../../model/doubts/is-safe';
import type { Destination } from '../destinations/call/destination';

/** How the call differs from the one in doubt, so that an API could not take it for a repeat; undefined if it does not. */
export const changedWords = (doubt: UnknownOutcome, effect: Effect, destination: Destination): string | undefined => {
  if (doubt.destination !== undefined && doubt.destination !== effect.destination) {
    return `the request would go to ${effect.destination}, and the one before under the same idempotency key went to ${doubt.destination}`;
  }
  if (isSafe(effect)) return takesTheStep(doubt, effect, destination) ? TAKEN : undefined;
  if (doubt.sentAs !== undefined && doubt.sentAs !== destination.keyForm) {
    return 'the API would get another idempotency key, or the same one in another form or header than before';
  }
  const digest = doubt.request === undefined ? undefined : destination.requestDigest(effect.request);
  if (digest === undefined || digest === doubt.request) return undefined;
  return 'the request differs from the one that was sent before under the same idempotency key';
};

const TAKEN =
  'the request asks for nothing to be done and takes the place of another one, which would be made again under another idempotency key';

/**
 * True if the call in doubt was another one. Older versions had calls in doubt that ask for nothing, too: such a call is
 * made again.
 */
const takesTheStep = (doubt: UnknownOutcome, { request }: Effect, destination: Destination): boolean => {
  if (doubt.request !== undefined) return doubt.request !== destination.requestDigest(request);
  // Of a delivery that was lost with its worker, nobody knows where it went, nor what it asked for.
  return doubt.answered === true || (doubt.cause === 'worker-lost' && doubt.destination !== undefined);
};
