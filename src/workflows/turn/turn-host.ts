import type { Chain } from '../chain/chain';
import type { EffectCombiner } from '../batching/effect-combiner';
import type { EffectLedger } from '../chain/effect-ledger';
import type { PublishCombiner } from '../batching/publish-combiner';
import type { RunningHandlers } from './running-handlers';

/** What a turn may use of the workflow around it. */
export interface TurnHost {
  readonly gateway: string;
  readonly route: string;
  readonly effects: EffectCombiner;
  readonly publishes: PublishCombiner;
  readonly ledger: EffectLedger;
  readonly handlers: RunningHandlers;
  /** True once the run is about to continue as new, so that nothing new may begin. */
  readonly leaving: boolean;
  nextSequence(): number;
  /** Ends the run as soon as its turns have ended, whatever waits in it. */
  leaveSoon(): void;
  settled(count: number): void;
  /** Counts records that the policy dead-lettered or skipped. */
  rejected(action: 'dead-letter' | 'skip', count: number): void;
  /** Waits until the head record may be tried again, or until the chain's block changes or the run leaves. */
  awaitRetry(chain: Chain): Promise<void>;
  /** Resolves at `time`, milliseconds since the epoch, or up to a few hundred ms later, or when the run leaves. */
  sleepUntil(waiter: object, time: number): Promise<void>;
  endSleep(waiter: object): void;
}

/** Takes records from a chain's inbox and has their effects performed. It is called again while records wait. */
export type Turn = (chain: Chain, host: TurnHost) => Promise<void>;
