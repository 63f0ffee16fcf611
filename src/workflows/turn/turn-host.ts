import type { Chain } from '../chain/chain';
import type { EffectCombiner } from '../batching/effect-combiner';
import type { EffectLedger } from '../host/effect-ledger';
import type { PublishCombiner } from '../batching/publish-combiner';
import type { RunningHandlers } from '../host/running-handlers';

/** What a turn may use of the workflow around it. */
export interface TurnHost {
  readonly gateway: string;
  readonly route: string;
  readonly effects: EffectCombiner;
  readonly publishes: PublishCombiner;
  readonly ledger: EffectLedger;
  readonly handlers: RunningHandlers;
  /** True once the run is on its way to continue-as-new: begin nothing new. */
  readonly leaving: boolean;
  nextSequence(): number;
  /** The run ends as soon as its turns have, whatever waits in it. */
  leaveSoon(): void;
  settled(count: number): void;
  /** `count` records were passed over: dead-lettered or skipped by policy. */
  rejected(action: 'dead-letter' | 'skip', count: number): void;
  /** Waits until the head record may be tried again; ends early when the chain's block changes or the run leaves. */
  awaitRetry(chain: Chain): Promise<void>;
  /** Resolves at `time`, milliseconds since the epoch, some hundred milliseconds late at most, or when the run leaves. */
  sleepUntil(waiter: object, time: number): Promise<void>;
  endSleep(waiter: object): void;
}

/** Moves a chain on: takes records from its inbox and has their effects performed. Called again while records wait. */
export type Turn = (chain: Chain, host: TurnHost) => Promise<void>;
