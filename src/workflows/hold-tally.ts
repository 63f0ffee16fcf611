import type { ChainHold } from '../model/contract';

/** Retries before the search attribute says so: it costs a history event, and most retries end at once. */
const ATTEMPTS_WORTH_SEARCHING = 3;

/** Which chains of a workflow are held, kept up with every change: with thousands, counting anew each time takes too long. */
export class HoldTally<C extends object = object> {
  readonly parked = new Set<C>();
  readonly retrying = new Set<C>();
  private readonly tryingLong = new Set<C>();

  /** `moved` hears of every change. */
  constructor(private readonly moved: (chain: C) => void) {}

  /** For the search attribute. */
  get status(): 'parked' | 'retrying' | undefined {
    if (this.parked.size > 0) return 'parked';
    return this.tryingLong.size > 0 ? 'retrying' : undefined;
  }

  changed(chain: C, hold: ChainHold | undefined): void {
    this.moved(chain);
    put(this.parked, chain, hold?.kind === 'parked');
    put(this.retrying, chain, hold?.kind === 'retrying');
    put(this.tryingLong, chain, hold?.kind === 'retrying' && hold.attempts >= ATTEMPTS_WORTH_SEARCHING);
  }
}

const put = <C>(set: Set<C>, chain: C, belongs: boolean): void => {
  if (belongs) set.add(chain);
  else set.delete(chain);
};
