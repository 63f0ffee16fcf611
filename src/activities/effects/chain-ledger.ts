import type { Effect, EffectFailure } from '../../model/contract/effect-contract';
import type { EffectFacts, EffectMark } from '../../model/contract/effect-ledger';
import type { Receipt } from '../destinations/call/destination';

export interface LedgerWants {
  /** How many of a chain's last effects its workflow keeps. */
  readonly keep: number;
  /** True if every effect goes to the ledger's topic, so that none may be forgotten before its batch is finished. */
  readonly exported: boolean;
  /** True if an earlier attempt of the batch was lost and may have made calls that it never reported. */
  readonly unseen: boolean;
}

/** The effects of one chain in one batch, oldest first. */
export class ChainLedger {
  private readonly marks: EffectMark[];

  constructor(
    private readonly wants: LedgerWants,
    /** The effects that an earlier attempt reported before it was lost. */
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

  /** Adds a failure. One that came before any step is not an effect and is left out. */
  failed(
    record: number,
    { step, destination, status = 0, code, perhapsDone }: EffectFailure,
    attempts: number,
    { digest }: Receipt = NOTHING,
  ): void {
    if (step === undefined || destination === undefined) return;
    const facts = [step, destination, attempts, Date.now(), status, digest, code] as const;
    this.add(record, perhapsDone === true ? [...facts, 0, 1] : facts);
  }

  private add(record: number, facts: EffectFacts): void {
    const { keep, exported, unseen } = this.wants;
    if (keep === 0 && !exported) return;
    const [step, destination, attempts, at, status, digest, code = '', , ...perhaps] = facts;
    const kept: EffectFacts = unseen ? [step, destination, attempts, at, status, digest, code, 1, ...perhaps] : facts;
    this.marks.push([record, kept]);
    if (!exported && this.marks.length > keep) this.marks.shift();
  }
}

const NOTHING: Receipt = { status: 0, digest: '' };
