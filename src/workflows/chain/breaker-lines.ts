// Chains of one workflow stand in line while their destination's breaker is open. Only the first asks again, so that a
// lane of thousands of keys costs one small batch at a time and not all of their records. When it gets through, two
// follow, then two for each of those: the receiver gets few calls at first, and all chains move within a dozen rounds.
import type { ChainBlock } from '../../model/contract/contract';

/** How many chains are released by each one that gets through. */
const FOLLOWERS = 2;

interface Line<C> {
  leader: C | undefined;
  /** Chains that were released and have not been heard of yet. */
  readonly released: Set<C>;
  readonly waiting: Set<C>;
}

/** Invariant: a line with waiting chains has a leader, or a released chain that will be heard of. */
export class BreakerLines<C extends object> {
  private readonly lines = new Map<string, Line<C>>();

  /** `release` lets a waiting chain go on. */
  constructor(private readonly release: (chain: C) => void) {}

  /** When the chain may go on by itself: at its own time, or Infinity if it stands behind another. */
  join(chain: C, { wait, notBefore }: ChainBlock & { readonly kind: 'retrying' }): number {
    if (wait?.reason !== 'breaker-open') return notBefore;
    const line = this.line(wait.destination);
    line.released.delete(chain);
    line.leader ??= chain;
    if (line.leader === chain) return notBefore;
    line.waiting.add(chain);
    return Infinity;
  }

  /** Notes the chain's new block: unless it is postponed again, the chain got through. */
  blockChanged(chain: C, block: ChainBlock | undefined): void {
    const wait = block?.kind === 'retrying' ? block.wait : undefined;
    const waitsFor = wait?.reason === 'breaker-open' ? wait.destination : undefined;
    for (const name of this.lines.keys()) if (name !== waitsFor) this.leave(chain, name);
  }

  /** Forgets a chain that takes no more turns for now. */
  leaveAll(chain: C): void {
    for (const name of this.lines.keys()) this.leave(chain, name);
  }

  private leave(chain: C, name: string): void {
    const line = this.line(name);
    line.waiting.delete(chain);
    const led = line.leader === chain;
    if (led) line.leader = undefined;
    if (!line.released.delete(chain) && !led) return;
    for (const next of Array.from(line.waiting).slice(0, FOLLOWERS)) {
      line.waiting.delete(next);
      line.released.add(next);
      this.release(next);
    }
    if (line.leader === undefined && line.released.size === 0) this.lines.delete(name);
  }

  private line(name: string): Line<C> {
    const known = this.lines.get(name);
    if (known !== undefined) return known;
    const line: Line<C> = { leader: undefined, released: new Set(), waiting: new Set() };
    this.lines.set(name, line);
    return line;
  }
}
