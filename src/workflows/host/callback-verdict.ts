import { FIRST_ROUND, type CallbackDelivery, type CallbackVerdict } from '../../model/contract/callback-contract';
import { defined } from '../../model/defined';
import { isNamed, revisionOf } from '../../model/names/record-name';
import type { Chain } from '../chain/chain';
import type { InboxEntry } from '../inbox/inbox';

/** Judges a callback for a record of the chain. `taken`: digest of the last one that was taken for the same URL. */
export const callbackVerdict = (
  chain: Chain | undefined,
  delivery: CallbackDelivery,
  taken: string | undefined,
): CallbackVerdict => {
  const { digest, record, outcome } = delivery;
  const isHead = chain !== undefined && isOfHead(chain, record);
  // What is asked anew has the same URL. A failure that is reported again may be that of the time before.
  const anew = isHead && isAskedAnew(chain, delivery);
  if (taken === digest && !(anew && outcome === 'succeeded')) return 'repeated';
  if (taken !== undefined && !anew) return 'conflicting';
  if (chain === undefined) return 'late';
  if (!isHead) return waits(chain, record) ? 'early' : 'late';
  return headVerdict(chain, delivery) ?? 'accepted';
};

const isFor = ({ record, redriven, ...entry }: InboxEntry, name: string, newEffects = 0): boolean =>
  isNamed({ ...entry, ...revisionOf(record, redriven, newEffects), ...defined({ redriven }) }, name);

const isOfHead = ({ inbox: { head }, progress }: Chain, record: string): boolean =>
  head !== undefined && isFor(head, record, progress.newEffects);

/** True if the request under way, or done and not answered, was made in an earlier round or life of its record too. */
const isAskedAnew = ({ callbacks, inbox: { head }, busy }: Chain, { step }: CallbackDelivery): boolean => {
  const callback = callbacks.get(step);
  if (callback?.answer !== undefined) return false;
  if (callback !== undefined && callback.round > FIRST_ROUND) return true;
  const livedBefore = head?.redriven !== undefined || head?.stream.replay !== undefined;
  return livedBefore && (callback !== undefined || busy);
};

/** Undefined if the head record wants the answer. */
const headVerdict = (chain: Chain, delivery: CallbackDelivery): CallbackVerdict | undefined => {
  const { step, digest, acceptLateMs = Infinity } = delivery;
  const callback = chain.callbacks.get(step);
  if (callback?.deadline !== undefined && Date.now() > callback.deadline + acceptLateMs) return 'late';
  if (callback?.answer !== undefined) return callback.answer.digest === digest ? 'repeated' : 'conflicting';
  // A handler that was told of the time-out may have done something else since, but not if the time-out parked its key.
  return callback?.timedOut === true && !parkedBy(chain, step) ? 'late' : undefined;
};

const waits = (chain: Chain, record: string): boolean =>
  chain.inbox.peek(chain.inbox.size).some((entry) => isFor(entry, record));

const parkedBy = ({ block }: Chain, step: string): boolean => block?.kind === 'parked' && block.failure.step === step;
