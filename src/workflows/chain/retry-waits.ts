import { condition, patched } from '@temporalio/workflow';
import { WAKE_SIGNAL } from '../../model/contract/effect-contract';
import { onBareSignal } from '../wire/checked-handlers';
import { DestinationLines } from './destination-lines';
import type { Chain } from './chain';
import { RetryAlarm } from './retry-alarm';

/** Before this patch, each chain that waited for a retry had its own timer. */
const ONE_TIMER = 'retry-alarm';
/** Before this patch, the first chain of a line asked again until it got through. */
const TAKES_TURNS = 'destination-line-turns';

/** Everything in a workflow that waits for a time: one timer for all, and lines before destinations that are not to be called. */
export class RetryWaits {
  private readonly alarm = new RetryAlarm();
  private readonly lines = new DestinationLines<Chain>({
    release: (chain) => {
      this.alarm.wake(chain);
    },
    appoint: (chain, time) => {
      this.alarm.setTime(chain, time);
    },
    takesTurns: () => patched(TAKES_TURNS),
  });

  /** Lets workers say that a destination is called again. */
  listen(): void {
    onBareSignal(WAKE_SIGNAL, () => {
      this.lines.ask();
    });
  }

  /** Waits until the head record may be tried again, or until the chain's block changes or the run leaves. */
  async forRetry(chain: Chain, leaving: () => boolean): Promise<void> {
    const { block } = chain;
    if (block?.kind !== 'retrying') return;
    chain.beginRetryWait();
    if (!patched(ONE_TIMER)) {
      await condition(() => leaving() || chain.block !== block, Math.max(1, block.notBefore - Date.now()));
    } else if (!leaving()) {
      await this.alarm.wait(chain, this.lines.join(chain, block));
    }
    chain.endRetryWait();
  }

  until(waiter: object, time: number): Promise<void> {
    return this.alarm.wait(waiter, time);
  }

  wake(waiter: object): void {
    this.alarm.wake(waiter);
  }

  wakeAll(): void {
    this.alarm.wakeAll();
  }

  blockChanged(chain: Chain): void {
    this.alarm.wake(chain);
    this.lines.blockChanged(chain, chain.block);
  }

  /** Forgets a chain that takes no more turns for now. */
  turnsEnded(chain: Chain): void {
    this.lines.leaveAll(chain);
  }
}
