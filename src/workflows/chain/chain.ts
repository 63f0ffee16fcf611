// Who writes what of a chain: its state, its head record's progress and callbacks, its inbox and the limit of its batches
// each write themselves; what stops it is written by `setStop` alone, what it does now by the four `begin` and `end`.
import type { AwaitedCallback, CallbackDelivery } from '../../model/contract/callback-contract';
import type { CarriedChain, ChainBlock, ChainStatus, Failure } from '../../model/contract/contract';
import type { ChainOutcome, EffectWait } from '../../model/contract/effect-contract';
import { defined } from '../../model/defined';
import type { WireBytes, WireRecord } from '../../model/record';
import { AnswerRoom } from './answer-limits';
import { BatchLimit } from './batch-limit';
import { brief, parked, postponed, retriedLater } from './chain-block';
import type { ChainTally } from './chain-tally';
import { HeadCallbacks } from './head-callbacks';
import { HeadProgress } from './head-progress';
import { Inbox, type InlineBudget } from './inbox';
import { KeyState } from './key-state';

const CALLBACK_CODES: ReadonlySet<Failure['code']> = new Set(['callback-timeout', 'callback-failed']);

/** `between-attempts`: a turn was begun, and waits for the next attempt of the head record. */
type Activity = 'none' | 'turning' | 'between-attempts';

/** What stops a chain. A pause lies over the block, which stays what it is. */
interface Stop {
  readonly block: ChainBlock | undefined;
  /** Since when an operator has paused it. */
  readonly pausedAt: number | undefined;
}

/** One key inside its workflow: what waits, what it remembers, and why it may not move. */
export class Chain {
  readonly id: string;
  readonly key: WireBytes | null;
  readonly inbox: Inbox;
  readonly state: KeyState;
  readonly batches = new BatchLimit();
  readonly progress: HeadProgress;
  readonly callbacks: HeadCallbacks;
  private activity: Activity = 'none';
  private stop: Stop = { block: undefined, pausedAt: undefined };

  constructor(
    carried: CarriedChain,
    budget: InlineBudget,
    private readonly tally?: ChainTally<Chain>,
    room = new AnswerRoom(),
  ) {
    this.id = carried.chain;
    this.key = carried.key === undefined ? carried.chain : carried.key;
    this.state = new KeyState(carried);
    this.inbox = new Inbox(budget, carried.waiting);
    this.progress = new HeadProgress(carried);
    this.callbacks = new HeadCallbacks(room, carried.callbacks);
    this.setStop({ block: carried.hold, pausedAt: carried.paused });
  }

  /** True while turns are taken. */
  get running(): boolean {
    return this.activity !== 'none';
  }

  /** Under attempt now: an outcome is on its way, and counts on the head record being what it was. */
  get busy(): boolean {
    return this.activity === 'turning' && !this.callbacks.aloneAwaited;
  }

  /** Effects of the head record may have begun: nothing may come before it (I4). */
  get headBegun(): boolean {
    return this.progress.begun || this.callbacks.size > 0;
  }

  /** Why it takes no next turn by itself: its head record is tried later, or parked. */
  get block(): ChainBlock | undefined {
    return this.stop.block;
  }

  get pausedAt(): number | undefined {
    return this.stop.pausedAt;
  }

  /** By an operator: no further record is begun. */
  get paused(): boolean {
    return this.pausedAt !== undefined;
  }

  /** May take no turn until an operator says so. */
  get stopped(): boolean {
    return this.paused || this.block?.kind === 'parked';
  }

  get standing(): ChainStatus['status'] {
    if (this.paused) return 'paused';
    if (this.block !== undefined) return this.block.kind;
    if (this.inbox.size === 0) return 'idle';
    return this.callbacks.awaited.size > 0 ? 'waiting' : 'running';
  }

  /** Failed attempts of the head record. */
  get attempts(): number {
    return this.block?.attempts ?? 0;
  }

  get idle(): boolean {
    return this.standing === 'idle' && !this.running;
  }

  beginTurns(): void {
    this.activity = 'turning';
  }

  endTurns(): void {
    this.activity = 'none';
  }

  /** The head record waits for its next attempt. Only then, or when no turn is taken, may it be skipped. */
  beginRetryWait(): void {
    this.activity = 'between-attempts';
  }

  endRetryWait(): void {
    this.activity = 'turning';
  }

  /** `count` records are settled, or passed over. */
  advance(count: number): void {
    if (count === 0) return;
    this.inbox.drop(count);
    this.forgetHead();
  }

  /** Another record stands in front of what was the head, of which no effect has begun. */
  headChanged(): void {
    this.progress.takeFromHandler();
    this.forgetHead();
  }

  /** An operator leaves the head record out. */
  skipHead(): void {
    this.progress.takeFromHandler();
    this.advance(1);
  }

  /** An operator has edited the head record. */
  replaceHead(record: WireRecord): void {
    this.beginHeadAnew();
    this.progress.edited();
    this.inbox.replaceHead(record);
    this.unblock();
  }

  /** An operator wants another attempt at once. Where a callback is missing, or says no, its request is made again. */
  retryHead(): void {
    if (this.block === undefined || CALLBACK_CODES.has(this.block.failure.code)) this.beginHeadAnew();
    this.unblock();
  }

  pause(): void {
    this.setStop({ ...this.stop, pausedAt: Date.now() });
  }

  resume(): void {
    this.setStop({ ...this.stop, pausedAt: undefined });
  }

  park(failure: Failure): void {
    this.setBlock(parked(this.block, failure, Date.now()));
  }

  retryLater(failure: Failure, delayMs: number): void {
    this.setBlock(retriedLater(this.block, failure, delayMs, Date.now()));
  }

  /** What hinders the head record passes by itself, and it is tried again then. False where nothing of the kind does. */
  tryLater({ failure, wait }: ChainOutcome): boolean {
    if (wait !== undefined) this.postpone(wait);
    else if (failure?.terminal === false) this.retryLater(failure, failure.retryInMs);
    else return false;
    return true;
  }

  /** A call of the head record got through, and its handler goes on. */
  callSucceeded(): void {
    this.unblock();
  }

  /** The request of the head record is done, and a callback is to settle it. */
  expectCallback({ step, destination, timeoutMs }: AwaitedCallback): void {
    // It got through, whatever it was postponed for; others may stand in line behind it.
    if (this.block?.kind === 'retrying' && this.block.wait !== undefined) this.unblock();
    this.batches.single();
    this.callbacks.open(step, Date.now() + timeoutMs).sentTo(destination);
  }

  callbackCame(delivery: CallbackDelivery): void {
    const failing = this.block?.failure.step;
    this.callbacks.take(delivery);
    // The block says that the request failed, or that nothing came: now the answer is here.
    if (this.callbacks.isPartOf(delivery.step, failing)) this.unblock();
    // The tally takes a paused chain for one that is not: histories have the search attributes that follow from it.
    this.tally?.changed(this, this.block);
  }

  /** The request has failed for now. Where its callback is here all the same, that says more. */
  preferCallback(step: string): void {
    if (this.block?.kind === 'retrying' && this.callbacks.get(step)?.answer !== undefined) this.unblock();
  }

  carry(): CarriedChain {
    return {
      chain: this.id,
      ...(this.key === this.id ? {} : { key: this.key }),
      waiting: this.inbox.carry(),
      ...this.state.carry(),
      ...this.progress.carry(),
      ...this.callbacks.carry(),
      ...(this.block === undefined ? {} : { hold: brief(this.block) }),
      ...defined({ paused: this.pausedAt }),
    };
  }

  /** Its destination is not to be called now. */
  private postpone(wait: EffectWait): void {
    this.setBlock(postponed(this.block, wait, Date.now()));
    this.batches.shrink();
  }

  private forgetHead(): void {
    this.callbacks.clear();
    this.progress.clear();
    this.unblock();
  }

  private beginHeadAnew(): void {
    this.progress.redo(this.callbacks.renew());
    this.progress.takeFromHandler();
  }

  private unblock(): void {
    this.setBlock(undefined);
  }

  private setBlock(block: ChainBlock | undefined): void {
    this.setStop({ ...this.stop, block });
  }

  /** The tally hears of it also where all stays as it was: whoever waits looks again. */
  private setStop(stop: Stop): void {
    this.stop = stop;
    this.tally?.changed(this, stop.block, this.paused);
  }
}
