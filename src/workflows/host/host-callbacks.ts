// Takes callbacks. The validator refuses without history, because whoever holds a URL can call as often as it likes.
import { ApplicationFailure, patched } from '@temporalio/workflow';
import {
  CALLBACK_UPDATE,
  type CallbackDelivery,
  type CallbackVerdict,
  type TakenCallback,
} from '../../model/contract/callback-contract';
import { isCallbackDelivery } from '../../model/wire/key-inputs';
import { AnswerRoom } from '../head/answer-limits';
import type { Chain } from '../chain/chain';
import { tellRelease } from '../chain/event-sink';
import { TakenCallbacks } from '../chain/taken-callbacks';
import { onUpdate } from '../wire/checked-handlers';
import { callbackVerdict } from './callback-verdict';

/** Before this patch, a paused key that got its callback was shown as if it were not paused. */
const STAYS_PAUSED = 'callback-leaves-paused';

/** What callbacks may use of the host. */
export interface CallbackHost {
  chain(id: string): Chain | undefined;
  /** Lets the chain take turns again if it may. */
  wake(chain: Chain): void;
}

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
    const taken = this.taken.digestOf(delivery.id);
    const verdict = callbackVerdict(this.host.chain(delivery.chain), delivery, taken);
    return verdict !== 'accepted' || this.room.has(delivery) ? verdict : 'full';
  }

  private take(delivery: CallbackDelivery): void {
    const chain = this.host.chain(delivery.chain);
    if (chain === undefined) return;
    if (chain.callbacks.isPartOf(delivery.step, chain.block?.failure.step)) tellRelease(chain, 'callback');
    chain.callbackCame(delivery, !chain.paused || patched(STAYS_PAUSED));
    this.taken.remember(delivery.id, delivery.digest);
    this.host.wake(chain);
  }
}
