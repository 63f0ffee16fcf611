// Each part of a chain has one writer. State, progress, callbacks, inbox and batch limit write themselves; `setStop`
// alone writes what stops the chain, and the four `begin` and `end` methods write what it does now.
import type { AwaitedCallback, CallbackDelivery } from '../../model/contract/callback-contract';
import type { CarriedChain, ChainBlock, ChainStatus, Failure } from '../../model/contract/contract';
import type { ChainOutcome, EffectWait } from '../../model/contract/effect-contract';
import { defined } from '../../model/defined';
import type { WireBytes, WireRecord } from '../../model/contract/record';
import { AnswerRoom } from '../head/answer-limits';
import { BatchLimit } from './batch-limit';
import { brief, isPostponed, parked, retriedLater, type ChainStop, endsByRequest, postponedAnew } from './chain-block';
import type { ChainTally } from './chain-tally';
import { HeadCallbacks } from '../head/head-callbacks';
import { HeadProgress } from '../head/head-progress';
import { Inbox, type InlineBudget } from '../inbox/inbox';
import { KeyState } from './key-state';
import { pendingDoubts } from '../head/pending-doubts';
import { RedoneRecords } from '../inbox/redone-records';

const CALLBACK_CODES: ReadonlySet<Failure['code']> = new Set(['callback-timeout', 'callback-failed']);

/** `between-attempts`: a turn has begun and waits for the next attempt of the head record. */
type Activity = 'none' | 'turning' | 'between-attempts';

/** One key inside its workflow: which records wait, what the key remembers, and what stops it. */
export class Chain {
  readonly id: string;
  key: WireBytes | null;
  readonly inbox: Inbox;
  readonly state: KeyState;
  readonly batches = new BatchLimit();
  readonly progress: HeadProgress;
  readonly callbacks: HeadCallbacks;
  private activity: Activity = 'none';
  private stop: ChainStop = { block: undefined, pausedAt: undefined };

  constructor(
    carried: CarriedChain,
    budget: InlineBudget,
    private readonly tally?: ChainTally<Chain>,
    room = new AnswerRoom(),
    readonly redone = new RedoneRecords(undefined),
  ) {
    this.id = carried.chain;
    this.key = carried.key === undefined ? carried.chain : carried.key;
    this.state = new KeyState(carried);
    this.inbox = new Inbox(budget, carried.waiting);
    this.progress = new HeadProgress(carried);
    this.callbacks = new HeadCallbacks(room, carried.callbacks);
    this.setStop({ block: carried.hold, pausedAt: carried.paused });
  }

  /** True while the chain takes turns. */
  get running(): boolean {
    return this.activity !== 'none';
  }

  /** True during an attempt: if the head changed now, the outcome on its way would be applied to the wrong record. */
  get busy(): boolean {
    return this.activity === 'turning' && !this.callbacks.aloneAwaited;
  }

  /** True when effects of the head record may have begun. Then nothing may be placed before it (I4). */
  get headBegun(): boolean {
    return this.progress.begun || this.callbacks.size > 0;
  }

  /** Why the chain does not go on by itself: its head record is tried later, or is parked. */
  get block(): ChainBlock | undefined {
    return this.stop.block;
  }

  get pausedAt(): number | undefined {
    return this.stop.pausedAt;
  }

  /** True when an operator has paused the chain: it begins no further record. */
  get paused(): boolean {
    return this.pausedAt !== undefined;
  }

  /** True when the chain may take no turn until an operator lets it. */
  get stopped(): boolean {
    return this.paused || this.block?.kind === 'parked';
  }

  get standing(): ChainStatus['status'] {
    if (this.paused) return 'paused';
    if (this.block !== undefined) return isPostponed(this.block) ? 'postponed' : this.block.kind;
    if (this.inbox.size === 0) return 'idle';
    return this.callbacks.awaited.size > 0 ? 'waiting' : 'running';
  }

  /** Failed attempts at the head record. */
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

  /** The head record waits for its next attempt. It may be skipped only then, or while the chain takes no turns. */
  beginRetryWait(): void {
    this.activity = 'between-attempts';
  }

  endRetryWait(): void {
    this.activity = 'turning';
  }

  /** Drops the first `count` records, which were settled or passed over. */
  advance(count: number): void {
    if (count === 0) return;
    this.inbox.drop(count);
    this.forgetHead(count);
  }

  /** Another record now stands before the old head, none of whose effects has begun. */
  headChanged(): void {
    this.progress.takeFromHandler();
    this.forgetHead();
  }

  /** Drops the head record for an operator. */
  skipHead(): void {
    this.progress.takeFromHandler();
    this.advance(1);
  }

  /** Replaces the head record with an operator's edit of it. */
  replaceHead(record: WireRecord): void {
    this.beginHeadAnew();
    this.progress.edited();
    this.inbox.replaceHead(record);
    this.unblock();
  }

  /** Tries again at once for an operator, `raise` revisions later if with new effects. A callback may be asked for anew. */
  retryHead(raise = 0): void {
    if (raise > 0 || this.block === undefined || CALLBACK_CODES.has(this.block.failure.code)) this.beginHeadAnew();
    this.progress.retried(raise);
    this.unblock();
  }

  pause(pausedAt = Date.now()): void {
    this.setStop({ ...this.stop, pausedAt });
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

  /** Tries the head record later if what hinders it passes by itself; returns false if no such thing hinders it. */
  tryLater({ failure, wait }: ChainOutcome): boolean {
    if (wait !== undefined) this.postpone(wait);
    else if (failure?.terminal === false) this.retryLater(failure, failure.retryInMs);
    else return false;
    return true;
  }

  /** A call of the head record succeeded, and its handler goes on. */
  callSucceeded(): void {
    this.unblock();
  }

  /** The request of the head record is done; a callback will settle the record. */
  expectCallback({ step, destination, timeoutMs }: AwaitedCallback): void {
    if (endsByRequest(this.block)) this.unblock();
    this.batches.single();
    this.callbacks.open(step, Date.now() + timeoutMs).sentTo(destination);
  }

  callbackCame(delivery: CallbackDelivery, asPaused = true): void {
    this.callbacks.take(delivery);
    for (const step of this.callbacks.get(delivery.step)?.requests ?? []) this.progress.certain(step);
    // The block says that the request failed or that no callback came. The answer is here now, so neither holds.
    if (this.callbacks.isPartOf(delivery.step, this.block?.failure.step)) this.unblock();
    this.tally?.changed(this, this.block, asPaused && this.paused);
  }

  /** The request failed for now, but if its callback has come all the same, the callback counts. */
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

  private postpone(wait: EffectWait): void {
    this.setBlock(postponedAnew(this.block, wait, Date.now()));
    this.batches.shrink();
  }

  private forgetHead(passed = 0): void {
    this.callbacks.clear();
    this.progress.clear(passed, this.inbox.head);
    this.unblock();
  }

  private beginHeadAnew(): void {
    const pending = pendingDoubts(this);
    const again = this.callbacks.renew();
    for (const one of pending) if (again.includes(one.step ?? '')) this.progress.inDoubt(one);
    this.progress.redo(again);
    this.progress.takeFromHandler();
  }

  private unblock(): void {
    this.setBlock(undefined);
  }

  private setBlock(block: ChainBlock | undefined): void {
    this.setStop({ ...this.stop, block });
  }

  /** Tells the tally even when nothing changed, so that waiters look again. */
  private setStop(stop: ChainStop): void {
    this.stop = stop;
    this.tally?.changed(this, stop.block, this.paused);
  }
}
