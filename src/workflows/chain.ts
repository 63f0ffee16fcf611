import type { CarriedChain, ChainHold, ChainStatus, Failure, StepResult } from '../model/contract';
import type { EffectWait } from '../model/effect-contract';
import type { WireBytes } from '../model/record';
import { attemptsAt, failingForMs, heldBack, holdStatus, retryHold } from './hold';
import type { HoldTally } from './hold-tally';
import { Inbox, type InlineBudget } from './inbox';

/** Of a failure's message, in what is carried: a lane may hold thousands. */
const CARRIED_MESSAGE = 200;
const LEAST_GROUP = 16;
const LARGEST_GROUP = 500;

/** One key inside its workflow: what waits, what it remembers, and why it may not move. */
export class Chain {
  readonly id: string;
  readonly key: WireBytes | null;
  readonly inbox: Inbox;
  /** The user's state. Replaced, never changed in place, when a record is undone (I8). */
  state: unknown;
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
  /** Grows when an operator skips the head record, so that a handler waiting inside it knows that it is over. */
  skips = 0;
  /** The last batch did not get through in its time: this chain goes apart from the others. */
  slow = false;
  private group = 64;
  private held: ChainHold | undefined;

  constructor(
    carried: CarriedChain,
    budget: InlineBudget,
    private readonly tally?: HoldTally<Chain>,
  ) {
    this.id = carried.chain;
    this.key = carried.key === undefined ? carried.chain : carried.key;
    this.state = carried.state;
    this.inbox = new Inbox(budget, carried.waiting);
    this.hold = carried.hold;
    this.headSequence = carried.headSequence;
    this.headSteps = new Map(Object.entries(carried.headSteps ?? {}));
  }

  /** Effects of the head record that are done. */
  get doneSteps(): readonly string[] {
    return Array.from(this.headSteps).flatMap(([step, result]) => (result !== null && 'wait' in result ? [] : [step]));
  }

  /** Under attempt now: an outcome is on its way, and counts on the head record being what it was. */
  get busy(): boolean {
    return this.running && !this.waiting;
  }

  /** The state that only settled records have touched: what a next run goes on from (I7, I8). */
  get settledState(): unknown {
    return this.settledJson === undefined ? this.state : (JSON.parse(this.settledJson) as unknown);
  }

  get hold(): ChainHold | undefined {
    return this.held;
  }

  set hold(hold: ChainHold | undefined) {
    this.held = hold;
    this.tally?.changed(this, hold);
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
    return this.group;
  }

  get idle(): boolean {
    return this.inbox.size === 0 && this.hold === undefined && !this.running;
  }

  adaptGroup(asked: number, settled: number): void {
    this.slow = settled < asked;
    if (this.slow) this.group = Math.max(LEAST_GROUP, settled);
    else if (asked >= this.group) this.group = Math.min(LARGEST_GROUP, this.group * 2);
  }

  /** The head record is over: settled or skipped. */
  advance(count: number): void {
    if (count === 0) return;
    this.inbox.drop(count);
    this.hold = undefined;
    this.headSequence = undefined;
    this.headSteps = new Map();
  }

  skipHead(): void {
    this.skips += 1;
    this.advance(1);
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
      ...(this.headSequence === undefined ? {} : { headSequence: this.headSequence }),
      ...(this.headSteps.size === 0 ? {} : { headSteps: Object.fromEntries(this.headSteps) }),
      ...(this.hold === undefined ? {} : { hold: brief(this.hold) }),
    };
  }

  status(): ChainStatus {
    const { hold, inbox } = this;
    const head = inbox.head;
    return {
      chain: this.id,
      key: this.key,
      status: hold?.kind ?? (inbox.size > 0 ? 'running' : 'idle'),
      waiting: inbox.size,
      ...(head === undefined ? {} : { head: { topic: head.stream.topic, ...head.position } }),
      ...(hold === undefined ? {} : holdStatus(hold, Date.now())),
    };
  }
}

const brief = (hold: ChainHold): ChainHold => {
  const { failure } = hold;
  return { ...hold, failure: { ...failure, message: failure.message.slice(0, CARRIED_MESSAGE) } };
};
