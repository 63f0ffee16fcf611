import { TemporalFailure } from '@temporalio/common';
import { AT_ONCE_RECORDS } from '../../model/at-once';
import type { AtOnceAnswer, LostTask, TaskPlace } from '../../model/contract/at-once-contract';
import type { ChainOutcome, ChainWork, EffectFailure, RecordWork } from '../../model/contract/effect-contract';

/** One task makes the calls of so many chains at most: it ends when the last of them has ended. */
const MOST_CHAINS = 8;
/** After this many microtask turns without a submission, every chain that could submit has done so. */
const QUIET_TURNS = 16;

/** A chain at rest that got a record which came alone. */
export interface AloneChain {
  readonly id: string;
  /** What its waiting records may have done in a lost task is in doubt, although it has not submitted them. */
  lose(failure: EffectFailure, since: number): void;
}

/** What a task asks of its run. */
export interface AtOnceRun {
  /** Number of signals with records that the run has had, the one included that is being taken. */
  signals(): number;
  /** A lost task may have sent numbers that the run has not given out. */
  lost(): void;
}

/** The task as its run knows it. */
export type BegunTask = Pick<TaskPlace, 'startedId' | 'startedAt' | 'timeoutMs'>;

interface Asked extends AtOnceRun {
  /** `signals`: see `TaskPlace`. */
  perform(works: readonly ChainWork[], signals: number): Promise<AtOnceAnswer>;
}

interface Answer extends AtOnceAnswer {
  /** The first signals with records were in a lost task; undefined without one. */
  readonly lostSignals?: number;
}

/**
 * The chains whose records came alone with one workflow task. All of them wait for the one local activity of the task, also
 * those that it cannot serve: until that has asked whether the task is the first one that has these records, nobody
 * knows whether a lost worker has called for them (I12).
 */
export class AtOnceTask {
  /** With the number of the signal that brought their first record. */
  private readonly chains = new Map<string, { readonly chain: AloneChain; readonly signal: number }>();
  private readonly works: ChainWork[] = [];
  private readonly answered: Promise<Answer>;
  /** After this time, what a lost task called has ended, by the workflow's clock. */
  private lostUntil = 0;
  /** True until the activity has answered. */
  pending = true;

  constructor(
    private readonly place: BegunTask,
    private readonly asked: Asked,
  ) {
    this.answered = this.ask();
  }

  get startedId(): number {
    return this.place.startedId;
  }

  has(chain: string): boolean {
    return this.chains.has(chain);
  }

  /** True when it has nothing to say of any chain any more. */
  get over(): boolean {
    return !this.pending && this.chains.size === 0;
  }

  add(chain: AloneChain): void {
    this.chains.set(chain.id, { chain, signal: this.asked.signals() });
  }

  /** What was done for the chain, or that all of its work goes by an activity. */
  async submit(work: ChainWork): Promise<ChainOutcome | 'by-activity'> {
    const signal = this.chains.get(work.chain)?.signal ?? 0;
    if (this.pending) this.works.push(work);
    const { outcomes, lost, lostSignals } = await this.answered;
    this.chains.delete(work.chain);
    if (lost !== undefined && signal <= (lostSignals ?? signal))
      return { chain: work.chain, settled: 0, failure: this.loss(lost), renumber: true };
    const outcome = outcomes.find(({ chain }) => chain === work.chain);
    return outcome === undefined || isUntouched(outcome) ? 'by-activity' : outcome;
  }

  private async ask(): Promise<Answer> {
    let seen = 0;
    for (let quiet = 0; quiet < QUIET_TURNS; quiet += 1) {
      await Promise.resolve();
      if (this.works.length !== seen) quiet = 0;
      seen = this.works.length;
    }
    const signals = this.asked.signals();
    const { outcomes, lost } = await this.performed(signals);
    this.pending = false;
    if (lost === undefined) this.forgetWaiting(0);
    else {
      this.asked.lost();
      this.lostUntil = Date.now() + lost.againInMs;
      this.forgetWaiting(signals - lost.unseen);
      for (const { chain } of this.waiting) chain.lose(this.loss(lost), this.place.startedAt);
    }
    return { outcomes, ...(lost === undefined ? {} : { lost, lostSignals: signals - lost.unseen }) };
  }

  /** The chains that have submitted nothing to the activity, because something has kept them from their turn. */
  private get waiting() {
    return Array.from(this.chains.values()).filter(({ chain: { id } }) =>
      this.works.every(({ chain }) => chain !== id),
    );
  }

  /** Forgets those that no lost task had. */
  private forgetWaiting(lostSignals: number): void {
    for (const { chain, signal } of this.waiting) if (signal > lostSignals) this.chains.delete(chain.id);
  }

  private async performed(signals: number): Promise<AtOnceAnswer> {
    const { place, works, asked } = this;
    const before = Math.min(...Array.from(this.chains.values(), ({ signal }) => signal)) - 1;
    try {
      return await asked.perform(works.filter(fitsTask).slice(0, MOST_CHAINS), signals - before);
    } catch (error) {
      // A local activity throws what failed it, and nothing around that.
      if (!(error instanceof TemporalFailure)) throw error;
      const message = `The worker could not perform the batch: ${error.cause?.message ?? error.message}`;
      return { outcomes: [], lost: { message, againInMs: place.timeoutMs, unseen: 0 } };
    }
  }

  /** It names no destination: what failed is the attempt, so that all calls of the work are in doubt. */
  private loss({ message }: LostTask): EffectFailure {
    const retryInMs = Math.max(1, this.lostUntil - Date.now());
    return { code: 'destination-error', message, terminal: false, retryInMs };
  }
}

const fitsTask = ({ records }: ChainWork): boolean => records.length <= AT_ONCE_RECORDS && records.every(isAtHand);

/** False if the payload has to be read back from Kafka first. */
const isAtHand = ({ effects, record }: RecordWork): boolean =>
  effects !== undefined || (record !== undefined && !('reference' in record.value));

/** True if nothing was begun, so that an activity may do all of it. */
const isUntouched = ({ settled, done, doubts, failure, wait, awaiting }: ChainOutcome): boolean =>
  settled === 0 && [done, doubts, failure, wait, awaiting].every((part) => part === undefined);
