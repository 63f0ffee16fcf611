import type { AwaitedCallback } from '../../model/contract/callback-contract';
import type { CarriedChain, ChainHold, ChainStatus, Failure, StepResult } from '../../model/contract/contract';
import type { ChainOutcome, EffectWait } from '../../model/contract/effect-contract';
import type { WireBytes, WireRecord } from '../../model/record';
import { attemptsAt, brief, failingForMs, heldBack, retryHold } from './hold';
import type { HoldTally } from './hold-tally';
import { AnswerRoom } from './answer-limits';
import type { HeadCallback } from './head-callback';
import { HeadCallbacks } from './head-callbacks';
import { Inbox, type InlineBudget } from './inbox';
import { isRefusal } from '../handler/record-failure';
import { defined } from '../../model/defined';

const LEAST_GROUP = 16;
const CALLBACK_CODES: ReadonlySet<Failure['code']> = new Set(['callback-timeout', 'callback-failed']);
const LARGEST_GROUP = 500;

/** One key inside its workflow: what waits, what it remembers, and why it may not move. */
export class Chain {
  readonly id: string;
  readonly key: WireBytes | null;
  readonly inbox: Inbox;
  /** The user's state. Replaced, never changed in place, when a record is undone (I8). */
  state: unknown;
  /** Version of the handler that made the state. */
  stateVersion: number;
  /** JSON of the state before the first record that a handler has seen and that is not settled yet. */
  settledJson: string | undefined;
  /** Sequence of the head record once its effects were begun: its position token must not change over retries. */
  headSequence: number | undefined;
  /** Steps of the head record that are done, with their answers, and its waits. A retry of the record does not do them again. */
  headSteps: Map<string, StepResult>;
  /** True while turns are taken. */
  running = false;
  /** True while the head record waits for its next attempt. Only then, or when no turn is taken, may it be skipped. */
  waiting = false;
  /** Callbacks of the head record that are open or have come. */
  readonly callbacks: HeadCallbacks;
  /** Those that are waited for now, and whether nothing else of the record is under way meanwhile. */
  readonly awaited = new Set<{ readonly callback: HeadCallback; atRest(): boolean }>();
  /** A callback settles each record: a batch of several would not get beyond the first. */
  oneByOne = false;
  /** Grows when an operator takes the head record out of its handler's hands: by skip, edit, a new begin, a redrive. */
  skips = 0;
  /** A call of the head record may have had an effect that nobody has confirmed: nothing may come before it. */
  unsure: boolean;
  /** The last batch did not get through in its time: this chain goes apart from the others. */
  slow = false;
  private group = 64;
  private held: ChainHold | undefined;
  pausedAt: number | undefined;

  constructor(
    carried: CarriedChain,
    budget: InlineBudget,
    private readonly tally?: HoldTally<Chain>,
    room = new AnswerRoom(),
  ) {
    this.id = carried.chain;
    this.key = carried.key === undefined ? carried.chain : carried.key;
    this.state = carried.state;
    this.stateVersion = carried.stateVersion ?? 1;
    this.inbox = new Inbox(budget, carried.waiting);
    this.pausedAt = carried.paused;
    this.callbacks = new HeadCallbacks(room, carried.callbacks);
    this.hold = carried.hold;
    this.headSequence = carried.headSequence;
    this.headSteps = new Map(Object.entries(carried.headSteps ?? {}));
    this.unsure = carried.unsure ?? false;
  }

  /** Effects of the head record that are done. */
  get doneSteps(): readonly string[] {
    return Array.from(this.headSteps).flatMap(([step, result]) => (result !== null && 'wait' in result ? [] : [step]));
  }

  /** Under attempt now: an outcome is on its way, and counts on the head record being what it was. */
  get busy(): boolean {
    return this.running && !this.waiting && !this.awaitsCallback;
  }

  /** The state that only settled records have touched: what a next run goes on from (I7, I8). */
  get settledState(): unknown {
    return this.settledJson === undefined ? this.state : (JSON.parse(this.settledJson) as unknown);
  }

  /** Nothing of the head record is under way but the wait for a callback. */
  get awaitsCallback(): boolean {
    const awaited = Array.from(this.awaited);
    return awaited.length > 0 && awaited.every((waiter) => waiter.atRest());
  }

  get hold(): ChainHold | undefined {
    return this.held;
  }

  set hold(hold: ChainHold | undefined) {
    this.held = hold;
    this.tally?.changed(this, hold, this.paused);
  }

  /** By an operator: no further record is begun, and the hold beneath stays what it is. */
  get paused(): boolean {
    return this.pausedAt !== undefined;
  }

  set paused(paused: boolean) {
    this.pausedAt = paused ? Date.now() : undefined;
    this.tally?.changed(this, this.hold, paused);
  }

  /** May take no turn until an operator says so. */
  get stopped(): boolean {
    return this.paused || this.hold?.kind === 'parked';
  }

  get standing(): ChainStatus['status'] {
    if (this.paused) return 'paused';
    if (this.hold !== undefined) return this.hold.kind;
    if (this.inbox.size === 0) return 'idle';
    return this.awaited.size > 0 ? 'waiting' : 'running';
  }

  get attempts(): number {
    return this.hold?.attempts ?? 0;
  }

  /** Step that the attempts were made at. */
  get failing(): string | undefined {
    return this.hold?.failure.step;
  }

  /** Time since the first of the attempts. */
  get failingForMs(): number | undefined {
    return failingForMs(this.hold, Date.now());
  }

  /** Records that one batch may take: as many as lately got through in time, since what does not is sent again. */
  get groupLimit(): number {
    return this.oneByOne ? 1 : this.group;
  }

  get idle(): boolean {
    return this.standing === 'idle' && !this.running;
  }

  adaptGroup(asked: number, { settled, failure, wait }: Pick<ChainOutcome, 'settled' | 'failure' | 'wait'>): void {
    if (failure !== undefined || wait !== undefined) return;
    this.slow = settled < asked;
    if (this.slow) this.group = Math.max(LEAST_GROUP, settled);
    else if (asked >= this.group) this.group = Math.min(LARGEST_GROUP, this.group * 2);
  }

  /** The head record is over: settled or skipped. */
  advance(count: number): void {
    if (count === 0) return;
    this.inbox.drop(count);
    this.forgetHead();
  }

  /** The head record was attempted, and is not settled. */
  attempted({ failure, wait }: ChainOutcome): void {
    if (wait === undefined && !isRefusal(failure)) this.unsure = true;
  }

  /** Another record stands in front of what was the head, of which no effect has begun. */
  headChanged(): void {
    this.skips += 1;
    this.forgetHead();
  }

  private forgetHead(): void {
    this.callbacks.clear();
    this.hold = undefined;
    this.headSequence = undefined;
    this.headSteps = new Map();
    this.unsure = false;
  }

  /** An operator leaves the head record out. A handler that waits inside it learns that it is over. */
  skipHead(): void {
    this.skips += 1;
    this.advance(1);
  }

  /** An operator has edited the head record. What is done of it stays done; the rest is another request, with a token of its own. */
  replaceHead(record: WireRecord): void {
    for (const step of this.callbacks.renew()) this.headSteps.delete(step);
    this.skips += 1;
    this.inbox.replaceHead(record);
    this.hold = undefined;
    this.headSequence = undefined;
  }

  /** The request of the head record is done, and a callback is to settle it. */
  expectCallback({ step, destination, timeoutMs }: AwaitedCallback): void {
    // It got through, whatever it was held back for; others may stand in line behind it.
    if (this.hold?.kind === 'retrying' && this.hold.wait !== undefined) this.hold = undefined;
    this.oneByOne = true;
    this.callbacks.open(step, Date.now() + timeoutMs).destination = destination;
  }

  /** Whatever waits for the head record looks again. */
  moved(): void {
    this.tally?.changed(this, this.held);
  }

  /** For another attempt at once. Where a callback is missing, or says no, its request is made again. */
  retryHead(): void {
    if (this.hold === undefined || CALLBACK_CODES.has(this.hold.failure.code)) {
      for (const step of this.callbacks.renew()) this.headSteps.delete(step);
      this.skips += 1;
    }
    this.hold = undefined;
  }

  park(failure: Failure): void {
    this.hold = { kind: 'parked', failure, attempts: attemptsAt(this.hold, failure.step) + 1, since: Date.now() };
  }

  retryLater(failure: Failure, delayMs: number): void {
    this.hold = retryHold(this.hold, failure, delayMs, Date.now());
  }

  /** Its destination is not to be called now. What waits is asked for again, so the next batch takes little of it. */
  holdBack(wait: EffectWait): void {
    this.hold = heldBack(this.hold, wait, Date.now());
    this.group = LEAST_GROUP;
  }

  carry(): CarriedChain {
    return {
      chain: this.id,
      ...(this.key === this.id ? {} : { key: this.key }),
      waiting: this.inbox.carry(),
      ...(this.state === undefined ? {} : { state: this.settledState }),
      ...(this.stateVersion === 1 ? {} : { stateVersion: this.stateVersion }),
      ...defined({ headSequence: this.headSequence }),
      ...(this.headSteps.size === 0 ? {} : { headSteps: Object.fromEntries(this.headSteps) }),
      ...(this.unsure ? { unsure: true } : {}),
      ...this.callbacks.carry(),
      ...(this.hold === undefined ? {} : { hold: brief(this.hold) }),
      ...defined({ paused: this.pausedAt }),
    };
  }
}
