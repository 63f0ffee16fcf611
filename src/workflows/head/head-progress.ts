// The progress of a chain's head record. It outlives attempts and continue-as-new, and ends with the record. Its
// callbacks are in HeadCallbacks.
import type { CarriedChain, StepResult } from '../../model/contract/contract';
import type { ChainOutcome, RecordWork } from '../../model/contract/effect-contract';
import type { EffectResponse } from '../../model/contract/effect-response';
import { defined } from '../../model/defined';
import type { RememberedWait } from '../../model/contract/remembered-wait';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import { UnknownOutcomes } from '../../model/doubts/unknown-outcomes';
import { DoneCalls, type MadeCall } from './done-calls';
import { endedSteps, isWait, openChildren } from './step-results';
import { isFault, isRefusal } from './record-failure';
import type { InboxEntry } from '../inbox/inbox';
import { LostAttempt } from './lost-attempt';
import { StepClaims } from './step-claims';

type WaitOf<K extends RememberedWait['wait']> = Extract<RememberedWait, { wait: K }>;

export class HeadProgress {
  readonly claims: StepClaims;
  private token: number | undefined;
  private readonly results: Map<string, StepResult>;
  private unsure: boolean;
  private readonly outcomes: UnknownOutcomes;
  private readonly lost: LostAttempt;
  private readonly calls: DoneCalls;
  private handlings = 0;
  private renewed: number;
  private readonly asked = new Set<string>();

  constructor({
    headSequence,
    headSteps = {},
    headClaims,
    doneCalls,
    safeCalls,
    unsure,
    doubts,
    lost,
    newEffects = 0,
  }: CarriedChain) {
    this.token = headSequence;
    this.results = new Map(Object.entries(headSteps));
    this.claims = new StepClaims(headClaims);
    this.unsure = unsure ?? false;
    this.outcomes = new UnknownOutcomes(doubts);
    this.lost = new LostAttempt(lost);
    this.calls = new DoneCalls(doneCalls, safeCalls);
    this.renewed = newEffects;
  }

  /** By how much operators raised the revision, to have the effects that are not done under new idempotency keys. */
  get newEffects(): number {
    return this.renewed;
  }

  /** Calls that may have had their effects (I12). */
  get doubts(): readonly UnknownOutcome[] {
    return this.outcomes.all;
  }

  /** Sequence of the record once its effects may have begun: its position token must not change over retries. */
  get sequence(): number | undefined {
    return this.token;
  }

  /** The same for the wire. */
  get doubted(): Pick<CarriedChain, 'doubts'> {
    return this.doubts.length === 0 ? {} : { doubts: this.doubts };
  }

  /** The same of the record `index` places behind the head, at its revision. */
  doubtedAt(...[index, place, work]: Parameters<LostAttempt['at']>): Pick<RecordWork, 'doubts'> {
    return index === 0 ? this.doubted : this.lost.at(index, place, work);
  }

  /** True when effects may have begun: a step is done, or a call was made and nobody knows its outcome. */
  get begun(): boolean {
    return this.unsure || this.results.size > 0 || this.doubts.length > 0 || this.renewed > 0;
  }

  /** Identifies the current handling of a head record. A handler that began under another one has lost its record. */
  get handling(): number {
    return this.handlings;
  }

  /** Done steps, with their answers, and waits. A retry of the record does not repeat them. */
  get steps(): ReadonlyMap<string, StepResult> {
    return this.results;
  }

  get doneSteps(): readonly string[] {
    return Array.from(this.results).flatMap(([step, result]) => (isWait(result) ? [] : [step]));
  }

  /** The calls that are done and the children, for a letter: whoever brings the record back would have them done again. */
  doneBefore(now: number, revision: Pick<RecordWork, 'revision'> = {}): readonly UnknownOutcome[] {
    return [
      ...this.calls.of(endedSteps(this.results), now),
      ...this.childrenUnderWay.map((step) => ({ step, since: now, cause: 'child-begun' as const, ...revision })),
    ];
  }

  /** Children that were begun, or are being begun now, and are not done. */
  get childrenUnderWay(): readonly string[] {
    return openChildren(this.results, this.asked);
  }

  /** A child is being begun: nobody knows whether it is until its activity answers. */
  childAsked(step: string): void {
    this.asked.add(step);
  }

  /** What is known of the call of a step, if it was done. */
  callOf(step: string): UnknownOutcome | undefined {
    return this.calls.get(step);
  }

  /** The answer to a call; undefined if the call is still to be made. */
  answerOf(step: string): EffectResponse | undefined {
    const result = this.results.get(step) ?? null;
    return result !== null && 'status' in result ? result : undefined;
  }

  waitOf<K extends RememberedWait['wait']>(step: string, kind: K): WaitOf<K> | undefined {
    const result = this.results.get(step) ?? null;
    return isWait(result) && result.wait === kind ? (result as WaitOf<K>) : undefined;
  }

  /** Allows the record's effects to begin, under tokens of this sequence. */
  begin(sequence: number): void {
    this.token = sequence;
  }

  /** An attempt at the head record and others behind it begins. */
  attempting(works: readonly RecordWork[], since: number): void {
    this.lost.begin(works, since);
  }

  /** Notes an attempt, begun at `since`, that did not settle the record. */
  attempted({ failure, wait, doubts }: ChainOutcome, since: number): void {
    if (wait === undefined ? !isRefusal(failure) : wait.unsure === true) this.unsure = true;
    if (doubts !== undefined) this.outcomes.replace(doubts);
    if (isFault(failure)) this.lost.lose(since).forEach(this.inDoubt.bind(this));
    else this.lost.end();
  }

  /** Notes what is known of calls that an attempt, begun at `since`, has done. */
  made(effects: readonly MadeCall[], outcome: ChainOutcome, work: Pick<RecordWork, 'revision'>, since: number): void {
    this.calls.note(effects, outcome, work, since, this.doubts);
  }

  /** Notes what may have happened besides what attempts tell. */
  inDoubt(outcome: UnknownOutcome): void {
    this.outcomes.noteCall(outcome);
  }

  /** An operator tries again: what the API refused before says nothing of what it does now. `raise`: see `renew`. */
  retried(raise: number): void {
    if (raise > 0) this.renew(raise);
    this.outcomes.retried();
  }

  /** Forgets what may have happened in a step, because its callback tells. */
  certain(step: string): void {
    this.outcomes.done(step);
  }

  remember(step: string, result: EffectResponse | RememberedWait): void {
    this.asked.delete(step);
    this.results.set(step, result);
    this.outcomes.done(step);
  }

  /** Marks steps as done whose answers nobody asks for. */
  done(steps: readonly string[]): void {
    for (const step of steps) {
      this.results.set(step, null);
      this.outcomes.done(step);
    }
  }

  /** Forgets steps whose requests must be made again. */
  redo(steps: readonly string[]): void {
    for (const step of steps) this.results.delete(step);
  }

  /** Takes the record from its handler for an operator's skip, edit, new attempt or redrive. */
  takeFromHandler(): void {
    this.handlings += 1;
  }

  /**
   * Makes the edited record a new request with its own token. Done steps stay done, but what it wants of a child
   * workflow is done by another child under another id.
   */
  edited(): void {
    this.renewed = 0;
    this.anotherRequest();
  }

  /** Makes what is not done new effects, with their own idempotency keys and token, so many revisions later. */
  private renew(raise: number): void {
    this.renewed += raise;
    this.anotherRequest();
  }

  private anotherRequest(): void {
    this.token = undefined;
    this.asked.clear();
    for (const [step, kept] of this.results) {
      if (isWait(kept) && kept.wait === 'child' && kept.completed === undefined) this.results.delete(step);
    }
  }

  /** Begins anew because another record is the head, `passed` places behind the one before. */
  clear(passed: number, head: InboxEntry | undefined): void {
    this.token = undefined;
    this.results.clear();
    this.claims.clear();
    this.asked.clear();
    this.calls.clear();
    this.unsure = false;
    this.outcomes.clear();
    this.renewed = 0;
    const doubt = this.lost.pass(passed, head);
    if (doubt !== undefined) this.outcomes.note(doubt);
  }

  carry(): Omit<Partial<CarriedChain>, 'chain' | 'waiting'> {
    const { head, behind } = this.lost.carried;
    const outcomes = new UnknownOutcomes(this.doubts);
    for (const call of head) outcomes.noteCall(call);
    const { all: doubts } = outcomes;
    return {
      ...defined({ headSequence: this.token }),
      ...(this.results.size === 0 ? {} : { headSteps: Object.fromEntries(this.results) }),
      ...(this.results.size === 0 && doubts.length === 0 ? {} : this.claims.carry()),
      ...this.calls.carry(),
      ...(this.unsure ? { unsure: true } : {}),
      ...(doubts.length === 0 ? {} : { doubts }),
      ...defined({ lost: behind }),
      ...(this.renewed === 0 ? {} : { newEffects: this.renewed }),
    };
  }
}
