// Takes callbacks. The validator refuses without history, because whoever holds a URL can call as often as it likes.
import { ApplicationFailure, patched } from '@temporalio/workflow';
import {
  CALLBACK_UPDATE,
  FIRST_ROUND,
  type CallbackDelivery,
  type CallbackVerdict,
  type TakenCallback,
} from '../../model/contract/callback-contract';
import { recordName, revisionOf } from '../../model/record-name';
import { isCallbackDelivery } from '../../model/wire/key-inputs';
import { AnswerRoom } from '../chain/answer-limits';
import type { Chain } from '../chain/chain';
import type { InboxEntry } from '../chain/inbox';
import { TakenCallbacks } from '../chain/taken-callbacks';
import { defined } from '../../model/defined';
import { onUpdate } from '../wire/checked-handlers';

/** Before this patch, a paused key that got its callback was shown as if it were not paused. */
const STAYS_PAUSED = 'callback-leaves-paused';

/** What callbacks may use of the host. */
export interface CallbackHost {
  chain(id: string): Chain | undefined;
  /** Lets the chain take turns again if it may. */
  wake(chain: Chain): void;
}

const nameOf = ({ record, redriven, ...entry }: InboxEntry, newEffects = 0): string =>
  recordName({ ...entry, ...revisionOf(record, redriven, newEffects), ...defined({ redriven }) });

export class HostCallbacks {
  readonly room = new AnswerRoom();
  private readonly taken: TakenCallbacks;

  constructor(
    private readonly host: CallbackHost,
    carried: readonly TakenCallback[] | undefined,
  ) {
    this.taken = new TakenCallbacks(carried);
  }

  listen(): void {
    onUpdate(CALLBACK_UPDATE, isCallbackDelivery, {
      validate: (delivery) => {
        const verdict = this.verdictOn(delivery);
        if (verdict !== 'accepted') throw ApplicationFailure.nonRetryable(`The callback is ${verdict}.`, verdict);
      },
      // The delivery is judged again, because two may have passed the validator in one activation.
      act: (delivery) => {
        const verdict = this.verdictOn(delivery);
        if (verdict === 'accepted') this.take(delivery);
        return verdict;
      },
    });
  }

  carry(): ReturnType<TakenCallbacks['carry']> {
    return this.taken.carry();
  }

  private verdictOn(delivery: CallbackDelivery): CallbackVerdict {
    const { id, digest, record } = delivery;
    const taken = this.taken.digestOf(id);
    if (taken === digest) return 'repeated';
    const chain = this.host.chain(delivery.chain);
    if (chain === undefined) return taken === undefined ? 'late' : 'conflicting';
    const isHead = isOfHead(chain, record);
    // A new round has the same URL, and another answer to it may follow the failure that ended the round before.
    if (taken !== undefined && !(isHead && isAskedAnew(chain, delivery))) return 'conflicting';
    if (!isHead) return waits(chain, record) ? 'early' : 'late';
    return headVerdict(chain, delivery) ?? (this.room.has(delivery) ? 'accepted' : 'full');
  }

  private take(delivery: CallbackDelivery): void {
    const chain = this.host.chain(delivery.chain);
    if (chain === undefined) return;
    chain.callbackCame(delivery, !chain.paused || patched(STAYS_PAUSED));
    this.taken.remember(delivery.id, delivery.digest);
    this.host.wake(chain);
  }
}

const isOfHead = ({ inbox: { head }, progress }: Chain, record: string): boolean =>
  head !== undefined && nameOf(head, progress.newEffects) === record;

const isAskedAnew = ({ callbacks }: Chain, { step }: CallbackDelivery): boolean => {
  const callback = callbacks.get(step);
  return callback !== undefined && callback.round > FIRST_ROUND && callback.answer === undefined;
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
  chain.inbox.peek(chain.inbox.size).some((entry) => nameOf(entry) === record);

const parkedBy = ({ block }: Chain, step: string): boolean => block?.kind === 'parked' && block.failure.step === step;
