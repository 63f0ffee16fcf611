import type { KeyAnswer } from '../../model/key-commands';
import { repeatsEffects } from '../../model/repeats-effects';
import type { Chain } from './chain';
import { abandonedDoubts } from './abandoned-doubts';

/**
 * What another request of the head record would do again under another idempotency key (I12): also what a replay repeats
 * under its first one.
 */
export const anewDoubts = (chain: Chain): Pick<KeyAnswer, 'doubts'> => {
  const abandoned = abandonedDoubts(chain);
  const { head } = chain.inbox;
  if (abandoned.doubts !== undefined || head === undefined || !repeatsEffects(head.stream)) return abandoned;
  // A producer may have set any time.
  return { doubts: [{ since: Math.max(0, Math.trunc(head.record?.timestamp ?? 0)), cause: 'replayed' }] };
};
