// I12: a handler that a deploy has changed may take other steps than those that were done, or are in doubt. Nothing of its
// record goes out then: an answer would be given to another request, and a call would be made again under another key.
import { patched } from '@temporalio/workflow';
import type { Failure } from '../../model/contract/contract';
import { doubtWords } from '../../model/doubts/doubt-words';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import type { Claim } from '../head/claim';
import { headDoubts } from '../chain/head-doubts';
import { EffectError } from '../head/record-failure';
import type { WaitingRun } from './record-waits';
import type { KeptClaim } from '../head/step-claims';
import { stakeOf, type Stake } from './stake-of';

/** Before this patch, a step was taken by whatever had its name, and the steps that a handler left out were forgotten. */
const CLAIMS = 'claimed-steps';
/** Before this patch, the clock made another request of one that was done, and after an edit any step was taken for any. */
const LIKENESS = 'likeness-of-steps';

const KINDS: Readonly<Record<string, string>> = {
  call: 'a call',
  callback: 'a wait for a callback',
  child: 'a child',
  sleep: 'a sleep',
  condition: 'a condition',
};
const WAY_OUT =
  'Nothing was sent. Deploy a handler whose steps up to there are the same, then `sluice keys retry`; `sluice keys retry --new-effect` makes other calls under new keys, `sluice keys skip` leaves the record out.';
const CLOCK = '. They differ by what the clock said alone. Take times from the record, which stay the same';

/** Why an effect whose record is known by its causes alone is in doubt no more. */
const IS_CERTAIN: ReadonlySet<UnknownOutcome['cause']> = new Set(['done-before', 'answer-dropped', 'child-begun']);

/** Compares the steps of one run of a handler with what its record has done, or may have. */
export class StepGuard {
  private readonly claimed = new Set<string>();
  /** Claims of a record that was not yet its key's head. */
  private readonly early: (readonly [step: string, claim: Claim])[] = [];
  private found: Failure | undefined;
  /** The claims of earlier runs. */
  private before: ReadonlyMap<string, KeptClaim> | undefined;

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
    this.before ??= this.run.chain.progress.claims.all;
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
    if (this.fits(stake, step, claim)) return undefined;
    const { progress } = this.run.chain;
    if (stake.revision < this.revision && progress.newEffects > 0) {
      // The operator wants new effects of whatever is not done.
      progress.redo([step]);
      return undefined;
    }
    const [was, is] = [KINDS[stake.kind] ?? stake.kind, KINDS[claim.kind] ?? claim.kind];
    const other = stake.kind === claim.kind ? 'another one' : is;
    const clock = this.before?.get(step)?.likeness() === claim.likeness() ? CLOCK : '';
    return `Step ${step} of the record was ${was}, and its handler now makes ${other} of it${clock}`;
  }

  private fits(stake: Stake, step: string, claim: Claim): boolean {
    if (stake.text === claim.text()) return true;
    // What was done before an edit stays done: the operator has changed the request, but hardly where it goes.
    if (this.isBeforeEdit(stake)) return !this.isElsewhere(stake, step, claim) || !patched(LIKENESS);
    if (stake.text === undefined) return stake.kind === claim.kind;
    return stake.sure === true && this.isAlike(step, claim) && patched(LIKENESS);
  }

  private isBeforeEdit({ revision }: Pick<Stake, 'revision'>): boolean {
    return revision < this.revision - this.run.chain.progress.newEffects;
  }

  /** True if the claim differs from what was done by the clock alone, and from nothing else that was claimed. */
  private isAlike(step: string, claim: Claim): boolean {
    const likeness = claim.likeness();
    const alike = this.stepsWith((kept) => kept.likeness() === likeness);
    return alike.length === 1 && alike[0] === step;
  }

  /** True if what was done before an edit went elsewhere, or another step was just this. */
  private isElsewhere({ kind }: Stake, step: string, claim: Claim): boolean {
    if (kind !== claim.kind) return true;
    const place = this.before?.get(step)?.place?.();
    if (place !== undefined && place !== claim.place()) return true;
    const text = claim.text();
    return this.stepsWith((kept) => kept.text() === text).length > 0;
  }

  /** The steps that were claimed so before this run. */
  private stepsWith(holds: (kept: KeptClaim) => boolean): readonly string[] {
    return Array.from(this.before ?? []).flatMap(([step, kept]) => (holds(kept) ? [step] : []));
  }

  /** A call or child that was made as a step which this run has not come to yet would be made twice. */
  private moved(claim: Claim): string | undefined {
    if (!claim.acts || !this.run.chain.progress.begun) return undefined;
    const [text, likeness] = [claim.text(), claim.likeness()];
    const before =
      this.notYet(claim, (kept) => kept.revision === this.revision && kept.text() === text) ??
      this.notYet(claim, (kept) => !this.isRenewed(kept) && kept.likeness() === likeness, LIKENESS);
    return before === undefined
      ? undefined
      : `The ${claim.kind} was made before as step ${before}, and now has another number or name`;
  }

  /** A step that was claimed so before, did something, and is still to come in this run. */
  private notYet(claim: Claim, holds: (kept: KeptClaim) => boolean, since?: string): string | undefined {
    const open = (step: string): boolean => !this.claimed.has(step) && this.stake(step)?.kind === claim.kind;
    const step = this.stepsWith(holds).find(open);
    return step !== undefined && (since === undefined || patched(since)) ? step : undefined;
  }

  /** True if the operator wants new effects of what was not done at that time. */
  private isRenewed(kept: Pick<Stake, 'revision'>): boolean {
    return kept.revision !== this.revision && !this.isBeforeEdit(kept);
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
