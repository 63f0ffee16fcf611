import type { CarriedChain } from '../../model/contract/contract';
import type { CarriedClaims } from '../../model/contract/step-results';
import type { RecordWork } from '../../model/contract/effect-contract';
import { callClaim, type Claim } from './claim';

/** More steps are not kept: whatever is put before them moves these, too, and all of it is carried from run to run (I10). */
const MOST = 100;

interface KeptClaim {
  text(): string;
  /** Revision of the record at which the step was claimed last. */
  readonly revision: number;
}

/** What the steps of a chain's head record were claimed for, by which a later run of its handler is compared (I12). */
export class StepClaims {
  private readonly claims: Map<string, KeptClaim>;

  constructor(carried: CarriedClaims = {}) {
    this.claims = new Map(
      Object.entries(carried).map(([step, [text, revision = 0]]) => [step, { text: () => text, revision }]),
    );
  }

  get(step: string): KeptClaim | undefined {
    return this.claims.get(step);
  }

  /** The steps that were claimed for just this at that revision. */
  stepsFor(claim: Claim, revision: number): readonly string[] {
    const text = claim.text();
    return Array.from(this.claims).flatMap(([step, kept]) =>
      kept.revision === revision && kept.text() === text ? [step] : [],
    );
  }

  note(step: string, claim: Pick<Claim, 'text'>, revision: number): void {
    if (this.claims.size >= MOST && !this.claims.has(step)) return;
    this.claims.set(step, { text: () => claim.text(), revision });
  }

  noteCalls({ effects = [], revision = 0 }: Pick<RecordWork, 'effects' | 'revision'>): void {
    for (const effect of effects) this.note(effect.step, callClaim(effect), revision);
  }

  clear(): void {
    this.claims.clear();
  }

  carry(): Pick<CarriedChain, 'headClaims'> {
    if (this.claims.size === 0) return {};
    const texts = Array.from(this.claims, ([step, kept]) => [
      step,
      kept.revision === 0 ? [kept.text()] : [kept.text(), kept.revision],
    ]);
    return { headClaims: Object.fromEntries(texts) as CarriedClaims };
  }
}
