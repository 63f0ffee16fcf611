import type { Effect, EffectFailure } from '../../model/contract/effect-contract';
import type { EffectFacts, EffectMark } from '../../model/effect-ledger';
import type { Receipt } from '../destinations/destination';

export interface LedgerWants {
  /** The last effects of a chain that its workflow keeps. */
  readonly keep: number;
  /** Every effect goes to the ledger's topic, so none may be forgotten before its batch is through. */
  readonly exported: boolean;
  /** An earlier attempt of the batch was lost, and may have made calls that it never reported. */
  readonly unseen: boolean;
}

/** The effects of one chain in one batch, oldest first. */
export class ChainLedger {
  private readonly marks: EffectMark[];

  constructor(
    private readonly wants: LedgerWants,
    /** What an earlier attempt reported before it was lost. */
    resumed: readonly EffectMark[] = [],
  ) {
    this.marks = Array.from(resumed);
  }

  get made(): readonly EffectMark[] {
    return Array.from(this.marks);
  }

  done(record: number, effect: Effect, attempts: number, { status, digest }: Receipt = NOTHING): void {
    this.add(record, [effect.step, effect.destination, attempts, Date.now(), status, digest]);
  }

  /** What failed before there was a step is no effect. */
  failed(
    record: number,
    { step, destination, status = 0, code }: EffectFailure,
    attempts: number,
    { digest }: Receipt = NOTHING,
  ): void {
    if (step === undefined || destination === undefined) return;
    this.add(record, [step, destination, attempts, Date.now(), status, digest, code]);
  }

  private add(record: number, facts: EffectFacts): void {
    const { keep, exported, unseen } = this.wants;
    if (keep === 0 && !exported) return;
    const [step, destination, attempts, at, status, digest, code = ''] = facts;
    const kept: EffectFacts = unseen ? [step, destination, attempts, at, status, digest, code, 1] : facts;
    this.marks.push([record, kept]);
    if (!exported && this.marks.length > keep) this.marks.shift();
  }
}

const NOTHING: Receipt = { status: 0, digest: '' };
