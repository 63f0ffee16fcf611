import type { ChainBlock } from '../../model/contract/contract';

/** Retries before the search attributes show them: a change costs a history event, and most retries end at once. */
const ATTEMPTS_WORTH_SEARCHING = 3;
/** How many destinations a workflow can be searched by. */
const MAX_DESTINATIONS = 20;

/** Tracks, change by change, which chains do not move: recounting thousands each time would take too long. */
export class ChainTally<C extends object = object> {
  /** Chains that an operator has paused, whatever block lies beneath. */
  readonly paused = new Set<C>();
  readonly parked = new Set<C>();
  readonly retrying = new Set<C>();
  private readonly tryingLong = new Set<C>();
  private readonly failedAt = new Map<C, string>();
  private readonly failedPer = new Map<string, number>();

  constructor(private readonly onChange: (chain: C) => void) {}

  /** Value of the search attribute. */
  get status(): 'parked' | 'paused' | 'retrying' | undefined {
    if (this.parked.size > 0) return 'parked';
    if (this.paused.size > 0) return 'paused';
    return this.tryingLong.size > 0 ? 'retrying' : undefined;
  }

  /** Destinations at which parked or often failed records failed, for the search attribute. */
  get destinations(): readonly string[] {
    return Array.from(this.failedPer.keys()).sort().slice(0, MAX_DESTINATIONS);
  }

  changed(chain: C, block: ChainBlock | undefined, paused = false): void {
    this.onChange(chain);
    const often = block?.kind === 'retrying' && block.attempts >= ATTEMPTS_WORTH_SEARCHING;
    put(this.paused, chain, paused);
    put(this.parked, chain, block?.kind === 'parked' && !paused);
    put(this.retrying, chain, block?.kind === 'retrying' && !paused);
    put(this.tryingLong, chain, often && !paused);
    this.failed(chain, often || block?.kind === 'parked' ? block.failure.destination : undefined);
  }

  private failed(chain: C, destination: string | undefined): void {
    const before = this.failedAt.get(chain);
    if (before === destination) return;
    if (before !== undefined) {
      const left = (this.failedPer.get(before) ?? 1) - 1;
      if (left === 0) this.failedPer.delete(before);
      else this.failedPer.set(before, left);
      this.failedAt.delete(chain);
    }
    if (destination === undefined) return;
    this.failedAt.set(chain, destination);
    this.failedPer.set(destination, (this.failedPer.get(destination) ?? 0) + 1);
  }
}

const put = <C>(set: Set<C>, chain: C, belongs: boolean): void => {
  if (belongs) set.add(chain);
  else set.delete(chain);
};
