// I12: a handler that a deploy has changed may take other steps than those that were done, or are in doubt. Nothing of its
// record goes out then: an answer would be given to another request, and a call would be made again under another key.
import { patched } from '@temporalio/workflow';
import type { Failure } from '../../model/contract/contract';
import { doubtWords } from '../../model/doubt-words';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import type { Claim } from '../chain/claim';
import { headDoubts } from '../chain/head-doubts';
import { EffectError } from '../chain/record-failure';
import type { WaitingRun } from './record-waits';
import { stakeOf, type Stake } from './stake-of';

/** Before this patch, a step was taken by whatever had its name, and the steps that a handler left out were forgotten. */
const CLAIMS = 'claimed-steps';

const KINDS: Readonly<Record<string, string>> = {
  call: 'a call',
  callback: 'a wait for a callback',
  child: 'a child',
  sleep: 'a sleep',
  condition: 'a condition',
};
const WAY_OUT =
  'Nothing was sent. Deploy a handler whose steps up to there are the same, then `sluice keys retry`; `sluice keys retry --new-effect` makes other calls under new keys, `sluice keys skip` leaves the record out.';

/** Why an effect whose record is known by its causes alone is in doubt no more. */
const IS_CERTAIN: ReadonlySet<UnknownOutcome['cause']> = new Set(['done-before', 'answer-dropped', 'child-begun']);

/** Compares the steps of one run of a handler with what its record has done, or may have. */
export class StepGuard {
  private readonly claimed = new Set<string>();
  /** Claims of a record that was not yet its key's head. */
  private readonly early: (readonly [step: string, claim: Claim])[] = [];
  private found: Failure | undefined;

  constructor(private readonly run: Pick<WaitingRun, 'chain' | 'work'> & { readonly lost: boolean }) {}

  /** Why the record must not go on, whatever its handler made of that. */
  get failure(): Failure | undefined {
    return this.found;
  }

  /** Takes a step. @throws EffectError `request-changed` */
  claim(step: string, claim: Claim): void {
    if (this.found !== undefined) throw new EffectError(this.found);
    this.claimed.add(step);
    if (!this.isHead) {
      this.early.push([step, claim]);
      return;
    }
    const words = this.conflict(step, claim);
    if (words !== undefined && patched(CLAIMS)) throw new EffectError(this.fail(words, step, claim.destination));
    this.run.chain.progress.claims.note(step, claim, this.revision);
  }

  /** The record may have become its key's head. */
  advanced(): void {
    if (this.early.length === 0 || !this.isHead) return;
    for (const [step, claim] of this.early) this.run.chain.progress.claims.note(step, claim, this.revision);
    this.early.length = 0;
  }

  /** The handler has succeeded. Why its record must not be settled all the same: a call in doubt was not asked for. */
  ended(): Failure | undefined {
    if (this.found !== undefined || !this.isHead) return this.found;
    const left = this.doubts.find(({ step = '', cause }) => !IS_CERTAIN.has(cause) && !this.claimed.has(step));
    if (left === undefined || !patched(CLAIMS)) return undefined;
    return this.fail(`The handler does not make the call of step ${left.step ?? ''}`, left.step, left.destination);
  }

  private get isHead(): boolean {
    const { chain, work, lost } = this.run;
    return !lost && chain.inbox.head?.position === work.position;
  }

  private get revision(): number {
    return this.run.work.revision ?? 0;
  }

  /** Calls of this revision that are in doubt. */
  private get doubts(): readonly UnknownOutcome[] {
    const { doubts = [] } = headDoubts(this.run.chain);
    return doubts.filter(({ step, revision = 0 }) => step !== undefined && revision === this.revision);
  }

  private stake(step: string): Stake | undefined {
    return stakeOf(this.run.chain, step, this.revision, this.doubts);
  }

  /** In which words the claim is refused; undefined if it is not. */
  private conflict(step: string, claim: Claim): string | undefined {
    const stake = this.stake(step);
    if (stake === undefined) return this.moved(claim);
    const { progress } = this.run.chain;
    // What was done before an edit stays done: the operator has changed the request.
    if (stake.revision < this.revision - progress.newEffects) return undefined;
    if (stake.text === undefined ? stake.kind === claim.kind : stake.text === claim.text()) return undefined;
    if (stake.revision < this.revision) {
      // The operator wants new effects of whatever is not done.
      progress.redo([step]);
      return undefined;
    }
    const [was, is] = [KINDS[stake.kind] ?? stake.kind, KINDS[claim.kind] ?? claim.kind];
    const other = stake.kind === claim.kind ? 'another one' : is;
    return `Step ${step} of the record was ${was}, and its handler now makes ${other} of it`;
  }

  /** A call or child that was made as a step which this run has not come to yet would be made twice. */
  private moved(claim: Claim): string | undefined {
    if (!claim.acts || !this.run.chain.progress.begun) return undefined;
    const before = this.run.chain.progress.claims
      .stepsFor(claim, this.revision)
      .find((step) => !this.claimed.has(step) && this.stake(step)?.kind === claim.kind);
    return before === undefined
      ? undefined
      : `The ${claim.kind} was made before as step ${before}, and now has another number or name`;
  }

  private fail(words: string, step: string | undefined, destination: string | undefined): Failure {
    const [doubt] = this.doubts.filter(({ cause }) => !IS_CERTAIN.has(cause));
    const told = doubt === undefined ? '' : ` ${doubtWords(doubt)}`;
    this.found = {
      code: 'request-changed',
      message: `${words}.${told} ${WAY_OUT}`,
      ...(step === undefined ? {} : { step }),
      ...(destination === undefined ? {} : { destination }),
      ...(doubt === undefined ? {} : { perhapsDone: true }),
    };
    return this.found;
  }
}
