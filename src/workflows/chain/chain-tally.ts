import type { ChainBlock } from '../../model/contract/contract';
import { blockNames, causeNames } from '../../model/keys/cause';
import { isShut } from './chain-block';
import { ChainNames } from './chain-names';

/** Retries before the search attributes show them: a change costs a history event, and most retries end at once. */
const ATTEMPTS_WORTH_SEARCHING = 3;
/** How many destinations, and how many causes, a workflow can be searched by. */
const MAX_NAMES = 20;

/** Values of the search attributes. */
export interface Searchable {
  readonly status: 'parked' | 'paused' | 'retrying' | 'postponed' | undefined;
  readonly destinations: readonly string[];
  readonly causes: readonly string[];
}

/** Tracks, change by change, which chains do not move: recounting thousands each time would take too long. */
export class ChainTally<C extends object = object> {
  /** Chains that an operator has paused, whatever block lies beneath. */
  readonly paused = new Set<C>();
  readonly parked = new Set<C>();
  /** Chains that are tried later, those that are postponed too. */
  readonly retrying = new Set<C>();
  private readonly tryingLong = new Set<C>();
  private readonly failed = new ChainNames<C>();
  /** Chains whose destination nobody may call now. A used-up rate passes too soon to be worth an event. */
  private readonly shutAt = new ChainNames<C>();
  private readonly causes = new ChainNames<C>();

  constructor(private readonly onChange: (chain: C) => void) {}

  /**
   * What is searchable: how keys stand, and the destinations at which parked or often failed records failed. Since they
   * know postponed keys, versions show those too, with the destinations for which they wait.
   */
  searchable(postponed = true): Searchable {
    return {
      status: this.failing ?? (postponed && this.shutAt.names.length > 0 ? 'postponed' : undefined),
      destinations: listed([...this.failed.names, ...(postponed ? this.shutAt.names : [])]),
      causes: listed(this.causes.names),
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
    this.shutAt.put(chain, isShut(unpaused) ? [unpaused.wait.destination] : []);
    this.causes.put(chain, causesOf(block, unpaused));
  }

  private get failing(): Searchable['status'] {
    if (this.parked.size > 0) return 'parked';
    if (this.paused.size > 0) return 'paused';
    return this.tryingLong.size > 0 ? 'retrying' : undefined;
  }
}

const listed = (names: readonly string[]): readonly string[] => Array.from(new Set(names)).sort().slice(0, MAX_NAMES);

const isTriedLong = (block: ChainBlock | undefined): boolean =>
  block?.kind === 'retrying' && block.attempts >= ATTEMPTS_WORTH_SEARCHING;

const isFailed = (block: ChainBlock | undefined): block is ChainBlock => block?.kind === 'parked' || isTriedLong(block);

const failedAt = (block: ChainBlock | undefined): readonly string[] =>
  isFailed(block) && block.failure.destination !== undefined ? [block.failure.destination] : [];

/** Of a paused chain, what lies beneath: what it waits for then is nobody's concern. */
const causesOf = (block: ChainBlock | undefined, unpaused: ChainBlock | undefined): readonly string[] => {
  if (isShut(unpaused)) return blockNames(unpaused);
  return isFailed(block) ? causeNames(block.failure) : [];
};

const put = <C>(set: Set<C>, chain: C, belongs: boolean): void => {
  if (belongs) set.add(chain);
  else set.delete(chain);
};
