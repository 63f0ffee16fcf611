// Takes callbacks. Refusals are the validator's, which costs no history: whoever holds a URL can ask as often as it likes.
import { ApplicationFailure, defineUpdate, setHandler } from '@temporalio/workflow';
import { CALLBACK_UPDATE, type CallbackDelivery, type CallbackVerdict } from '../model/callback-contract';
import { recordName } from '../model/record-name';
import { revisionOf } from '../model/revision-of';
import type { Chain } from './chain';
import type { InboxEntry } from './inbox';
import type { TakenCallbacks } from './taken-callbacks';

/** What callbacks may do with the host. */
export interface CallbackHost {
  readonly takenCallbacks: TakenCallbacks;
  chain(id: string): Chain | undefined;
  /** False where there is no room for the answer. */
  hasRoomFor(delivery: CallbackDelivery): boolean;
  /** The head record of the chain has an answer that it did not have. */
  answered(chain: Chain): void;
}

const nameOf = ({ stream, position, record }: InboxEntry): string =>
  recordName({ stream, position, ...revisionOf(record) });

const verdictOn = (host: CallbackHost, delivery: CallbackDelivery): CallbackVerdict => {
  const taken = host.takenCallbacks.digestOf(delivery.id);
  if (taken !== undefined) return taken === delivery.digest ? 'repeated' : 'conflicting';
  const chain = host.chain(delivery.chain);
  const head = chain?.inbox.head;
  if (chain === undefined || head === undefined) return 'late';
  if (nameOf(head) !== delivery.record) return waits(chain, delivery.record) ? 'early' : 'late';
  const callback = chain.callbacks.get(delivery.step);
  if (callback?.answer !== undefined) return callback.answer.digest === delivery.digest ? 'repeated' : 'conflicting';
  // A handler that was told of the time-out may have done something else instead. A key that is parked by it has not.
  if (callback?.timedOut === true && !parkedBy(chain, delivery.step)) return 'late';
  return host.hasRoomFor(delivery) ? 'accepted' : 'full';
};

const waits = (chain: Chain, record: string): boolean =>
  chain.inbox.peek(chain.inbox.size).some((entry) => nameOf(entry) === record);

const parkedBy = ({ hold }: Chain, step: string): boolean => hold?.kind === 'parked' && hold.failure.step === step;

/** The hold says that the request failed, or that nothing came: now the answer is here. */
const answers = ({ hold, callbacks }: Chain, step: string): boolean => {
  const failing = hold?.failure.step;
  return failing !== undefined && (failing === step || callbacks.get(step)?.calls.has(failing) === true);
};

export const registerCallbacks = (host: CallbackHost): void => {
  setHandler(
    defineUpdate<CallbackVerdict, [CallbackDelivery]>(CALLBACK_UPDATE),
    (delivery) => {
      // Asked again: two of them may have passed the validator in one activation.
      const verdict = verdictOn(host, delivery);
      const chain = host.chain(delivery.chain);
      if (verdict !== 'accepted' || chain === undefined) return verdict;
      if (!chain.callbacks.take(delivery)) return 'full';
      host.takenCallbacks.remember(delivery.id, delivery.digest);
      if (answers(chain, delivery.step)) chain.hold = undefined;
      host.answered(chain);
      return 'accepted';
    },
    {
      validator: (delivery: CallbackDelivery) => {
        const verdict = verdictOn(host, delivery);
        if (verdict !== 'accepted') throw ApplicationFailure.nonRetryable(`The callback is ${verdict}.`, verdict);
      },
    },
  );
};
