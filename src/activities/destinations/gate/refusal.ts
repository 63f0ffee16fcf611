import type { ResolvedCredentials, ResolvedRetry } from '../../../config/destination/resolved-destination';
import type { EffectRequest, EffectWait } from '../../../model/contract/effect-contract';
import type { CallFailure, CallResult } from '../call/destination';

/** An answer that may be meant for all of us, and not for the record that got it. */
export interface Refusal {
  readonly reason: Extract<EffectWait['reason'], 'credentials-refused' | 'overloaded'>;
  /** What the destination said, without secrets. */
  readonly message: string;
  /** The wait that `Retry-After` asks for, within `retry.maxRetryAfter`. */
  readonly leastMs: number;
  /** False if the answer mostly is about one record: then more keys must get it before it counts for all. */
  readonly sure: boolean;
}

/** Headers by which a request brings credentials of its own. If those are refused, that says nothing about ours. */
const CREDENTIALS = /^(?:proxy-)?authorization$|^cookie$|^x-api-key$/i;

/**
 * The refusal in a result; undefined if there is none. 429 asks everyone for patience, and so does a 5xx that is tried
 * again and says when. A 5xx that does not is for the breaker, and what the policy does not retry is for the record.
 */
export const refusalOf = (
  result: CallResult,
  { headers = {} }: EffectRequest,
  retry: ResolvedRetry,
  { refused, doubted }: ResolvedCredentials,
): Refusal | undefined => {
  if (result === 'not-begun' || !('failure' in result)) return undefined;
  const { status = 0, message, retryAfterMs = 0 } = result.failure;
  const leastMs = Math.min(retryAfterMs, retry.maxRetryAfterMs);
  const sure = refused.includes(status);
  if (sure || doubted.includes(status)) {
    const own = Object.keys(headers).some((name) => CREDENTIALS.test(name));
    return own ? undefined : { reason: 'credentials-refused', message, leastMs, sure };
  }
  return asksForPatience(result.failure) ? { reason: 'overloaded', message, leastMs, sure: true } : undefined;
};

const asksForPatience = ({
  status = 0,
  terminal,
  retryAfterMs,
}: Pick<CallFailure, 'status' | 'terminal' | 'retryAfterMs'>): boolean =>
  !terminal && (status === 429 || (status >= 500 && retryAfterMs !== undefined));
