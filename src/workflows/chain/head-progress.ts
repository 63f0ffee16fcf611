// How far the head record of a chain is. It outlives attempts and continue-as-new, and ends with the record. Callbacks are
// kept beside it, see HeadCallbacks.
import type { CarriedChain, StepResult } from '../../model/contract/contract';
import type { ChainOutcome } from '../../model/contract/effect-contract';
import type { EffectResponse } from '../../model/contract/effect-response';
import { defined } from '../../model/defined';
import type { RememberedWait } from '../../model/contract/remembered-wait';
import { isRefusal } from '../handler/record-failure';

type WaitOf<K extends RememberedWait['wait']> = Extract<RememberedWait, { wait: K }>;

export class HeadProgress {
  private token: number | undefined;
  private readonly results: Map<string, StepResult>;
  private unsure: boolean;
  private handlings = 0;

  constructor({ headSequence, headSteps = {}, unsure }: CarriedChain) {
    this.token = headSequence;
    this.results = new Map(Object.entries(headSteps));
    this.unsure = unsure ?? false;
  }

  /** Sequence of the record once its effects may have begun: its position token must not change over retries. */
  get sequence(): number | undefined {
    return this.token;
  }

  /** Effects of the record may have begun: it has done a step, or a call of it was made and nobody knows with what end. */
  get begun(): boolean {
    return this.unsure || this.results.size > 0;
  }

  /** Which handling of a head record this is. A handler whose handling is not the present one has lost its record. */
  get handling(): number {
    return this.handlings;
  }

  /** Steps that are done, with their answers, and waits. A retry of the record does not do them again. */
  get steps(): ReadonlyMap<string, StepResult> {
    return this.results;
  }

  get doneSteps(): readonly string[] {
    return Array.from(this.results).flatMap(([step, result]) => (isWait(result) ? [] : [step]));
  }

  /** What a call was answered; undefined where it is to be made. */
  answerOf(step: string): EffectResponse | undefined {
    const result = this.results.get(step) ?? null;
    return result !== null && 'status' in result ? result : undefined;
  }

  waitOf<K extends RememberedWait['wait']>(step: string, kind: K): WaitOf<K> | undefined {
    const result = this.results.get(step) ?? null;
    return isWait(result) && result.wait === kind ? (result as WaitOf<K>) : undefined;
  }

  /** Effects of the record may begin now, under tokens of this sequence. */
  begin(sequence: number): void {
    this.token = sequence;
  }

  /** The record was attempted, and is not settled. */
  attempted({ failure, wait }: ChainOutcome): void {
    if (wait === undefined && !isRefusal(failure)) this.unsure = true;
  }

  remember(step: string, result: EffectResponse | RememberedWait): void {
    this.results.set(step, result);
  }

  /** Steps are done whose answers nobody asks for. */
  done(steps: readonly string[]): void {
    for (const step of steps) this.results.set(step, null);
  }

  /** Steps whose requests are to be made again. */
  redo(steps: readonly string[]): void {
    for (const step of steps) this.results.delete(step);
  }

  /** An operator takes the record out of its handler's hands: by skip, edit, a new beginning or a redrive. */
  takeFromHandler(): void {
    this.handlings += 1;
  }

  /**
   * The record is another request now, with a token of its own. What is done of it stays done; what it wants of a child is
   * done by another one, under an id of its own.
   */
  edited(): void {
    this.token = undefined;
    for (const [step, kept] of this.results) {
      if (isWait(kept) && kept.wait === 'child' && kept.completed === undefined) this.results.delete(step);
    }
  }

  /** Another record is the head. */
  clear(): void {
    this.token = undefined;
    this.results.clear();
    this.unsure = false;
  }

  carry(): Pick<CarriedChain, 'headSequence' | 'headSteps' | 'unsure'> {
    return {
      ...defined({ headSequence: this.token }),
      ...(this.results.size === 0 ? {} : { headSteps: Object.fromEntries(this.results) }),
      ...(this.unsure ? { unsure: true } : {}),
    };
  }
}

const isWait = (result: StepResult): result is RememberedWait => result !== null && 'wait' in result;
