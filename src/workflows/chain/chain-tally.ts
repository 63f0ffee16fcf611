import type { ChainBlock } from '../../model/contract/contract';
import { isShut } from './chain-block';

/** Retries before the search attributes show them: a change costs a history event, and most retries end at once. */
const ATTEMPTS_WORTH_SEARCHING = 3;
/** How many destinations a workflow can be searched by. */
const MAX_DESTINATIONS = 20;

/** Values of the search attributes. */
export interface Searchable {
  readonly status: 'parked' | 'paused' | 'retrying' | 'postponed' | undefined;
  readonly destinations: readonly string[];
}

/** Tracks, change by change, which chains do not move: recounting thousands each time would take too long. */
export class ChainTally<C extends object = object> {
  /** Chains that an operator has paused, whatever block lies beneath. */
  readonly paused = new Set<C>();
  readonly parked = new Set<C>();
  /** Chains that are tried later, those that are postponed too. */
  readonly retrying = new Set<C>();
  private readonly tryingLong = new Set<C>();
  private readonly failed = new Places<C>();
  /** Chains whose destination nobody may call now. A used-up rate passes too soon to be worth an event. */
  private readonly shutAt = new Places<C>();

  constructor(private readonly onChange: (chain: C) => void) {}

  /**
   * What is searchable: how keys stand, and the destinations at which parked or often failed records failed. Since they
   * know postponed keys, versions show those too, with the destinations for which they wait.
   */
  searchable(postponed = true): Searchable {
    const names = [...this.failed.names, ...(postponed ? this.shutAt.names : [])];
    const destinations = Array.from(new Set(names)).sort().slice(0, MAX_DESTINATIONS);
    return {
      status: this.failing ?? (postponed && this.shutAt.names.length > 0 ? 'postponed' : undefined),
      destinations,
    };
  }

  changed(chain: C, block: ChainBlock | undefined, paused = false): void {
    this.onChange(chain);
    const unpaused = paused ? undefined : block;
    put(this.paused, chain, paused);
    put(this.parked, chain, unpaused?.kind === 'parked');
    put(this.retrying, chain, unpaused?.kind === 'retrying');
    put(this.tryingLong, chain, isTriedLong(unpaused));
    this.failed.put(chain, failedAt(block));
    this.shutAt.put(chain, isShut(unpaused) ? unpaused.wait.destination : undefined);
  }

  private get failing(): Searchable['status'] {
    if (this.parked.size > 0) return 'parked';
    if (this.paused.size > 0) return 'paused';
    return this.tryingLong.size > 0 ? 'retrying' : undefined;
  }
}

/** At which destination each chain is, with a count for each. */
class Places<C extends object> {
  private readonly at = new Map<C, string>();
  private readonly counts = new Map<string, number>();

  get names(): readonly string[] {
    return Array.from(this.counts.keys());
  }

  put(chain: C, destination: string | undefined): void {
    const before = this.at.get(chain);
    if (before === destination) return;
    if (before !== undefined) {
      const left = (this.counts.get(before) ?? 1) - 1;
      if (left === 0) this.counts.delete(before);
      else this.counts.set(before, left);
      this.at.delete(chain);
    }
    if (destination === undefined) return;
    this.at.set(chain, destination);
    this.counts.set(destination, (this.counts.get(destination) ?? 0) + 1);
  }
}

const isTriedLong = (block: ChainBlock | undefined): boolean =>
  block?.kind === 'retrying' && block.attempts >= ATTEMPTS_WORTH_SEARCHING;

const failedAt = (block: ChainBlock | undefined): string | undefined =>
  block?.kind === 'parked' || isTriedLong(block) ? block?.failure.destination : undefined;

const put = <C>(set: Set<C>, chain: C, belongs: boolean): void => {
  if (belongs) set.add(chain);
  else set.delete(chain);
};
