import { condition, patched } from '@temporalio/workflow';
import { BreakerLines } from './breaker-lines';
import type { Chain } from './chain';
import { RetryAlarm } from './retry-alarm';

/** Before, each chain that waits for a retry had a timer of its own. */
const ONE_TIMER = 'retry-alarm';

/** All that waits in a workflow for a moment: one timer for everything, and lines before breakers that are open. */
export class RetryWaits {
  private readonly alarm = new RetryAlarm();
  private readonly lines = new BreakerLines<Chain>((chain) => {
    this.alarm.wake(chain);
  });

  /** Waits until the head record may be tried again; ends early when the chain's hold changes or the run leaves. */
  async forRetry(chain: Chain, leaving: () => boolean): Promise<void> {
    const { hold } = chain;
    if (hold?.kind !== 'retrying') return;
    chain.waiting = true;
    if (!patched(ONE_TIMER)) {
      await condition(() => leaving() || chain.hold !== hold, Math.max(1, hold.notBefore - Date.now()));
    } else if (!leaving()) {
      await this.alarm.wait(chain, this.lines.join(chain, hold));
    }
    chain.waiting = false;
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

  /** The chain's hold is another one. */
  moved(chain: Chain): void {
    this.alarm.wake(chain);
    this.lines.moved(chain, chain.hold);
  }

  /** The chain takes no more turns for now. */
  left(chain: Chain): void {
    this.lines.left(chain);
  }
}
