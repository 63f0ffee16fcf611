import type { CarriedChain } from '../../model/contract/contract';
import type { CarriedClaims } from '../../model/contract/step-results';
import type { RecordWork } from '../../model/contract/effect-contract';
import { callClaim, type Claim } from './claim';

/** More steps are not kept: whatever is put before them moves these, too, and all of it is carried from run to run (I10). */
const MOST = 100;

export interface KeptClaim extends Pick<Claim, 'text' | 'likeness'> {
  /** Older versions did not keep it. */
  place?(): string;
  /** Revision of the record at which the step was claimed last. */
  readonly revision: number;
}

/** What the steps of a chain's head record were claimed for, by which a later run of its handler is compared (I12). */
export class StepClaims {
  private readonly claims: Map<string, KeptClaim>;

  constructor(carried: CarriedClaims = {}) {
    this.claims = new Map(Object.entries(carried).map(([step, claim]) => [step, keptClaim(claim)]));
  }

  get(step: string): KeptClaim | undefined {
    return this.claims.get(step);
  }

  /** The claims as they are now. */
  get all(): ReadonlyMap<string, KeptClaim> {
    return new Map(this.claims);
  }

  note(step: string, claim: Claim, revision: number): void {
    if (this.claims.size >= MOST && !this.claims.has(step)) return;
    this.claims.set(step, { ...claim, revision });
  }

  noteCalls({ effects = [], revision = 0 }: Pick<RecordWork, 'effects' | 'revision'>): void {
    for (const effect of effects) {
      const claim = callClaim(effect);
      const kept = this.claims.get(effect.step);
      // The handler knew better which times are those of its clock.
      if (kept?.revision !== revision || kept.text() !== claim.text()) this.note(effect.step, claim, revision);
    }
  }

  clear(): void {
    this.claims.clear();
  }

  carry(): Pick<CarriedChain, 'headClaims'> {
    if (this.claims.size === 0) return {};
    return { headClaims: Object.fromEntries(Array.from(this.claims, ([step, kept]) => [step, carriedClaim(kept)])) };
  }
}

const keptClaim = ([text, revision = 0, place, likeness = text]: CarriedClaims[string]): KeptClaim => ({
  text: () => text,
  likeness: () => likeness,
  ...(place === undefined ? {} : { place: () => place }),
  revision,
});

const carriedClaim = (kept: KeptClaim): CarriedClaims[string] => {
  const { revision } = kept;
  const [text, likeness, place] = [kept.text(), kept.likeness(), kept.place?.()];
  if (place === undefined || place === text) return revision === 0 ? [text] : [text, revision];
  return likeness === text ? [text, revision, place] : [text, revision, place, likeness];
};
