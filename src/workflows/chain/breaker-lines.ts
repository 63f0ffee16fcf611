// Chains of one workflow whose destination's breaker is open stand in line: only the first asks again, so that a lane of
// thousands of keys costs one small batch a time and not all of their records. When it gets through, two follow, and two
// more for each of those: the receiver is met by few at first, and all are under way again within a dozen rounds.
import type { ChainBlock } from '../../model/contract/contract';

/** Chains that one which got through lets go. */
const FOLLOWERS = 2;

interface Line<C> {
  leader: C | undefined;
  /** Let go, and not heard of yet. */
  readonly released: Set<C>;
  readonly waiting: Set<C>;
}

/** Invariant: where chains wait in a line there is a leader, or one that was released and will be heard of. */
export class BreakerLines<C extends object> {
  private readonly lines = new Map<string, Line<C>>();

  /** `release` lets a chain go on that waits. */
  constructor(private readonly release: (chain: C) => void) {}

  /** When the chain may go on by itself: at its own time, or never behind another, which is Infinity. */
  join(chain: C, { wait, notBefore }: ChainBlock & { readonly kind: 'retrying' }): number {
    if (wait?.reason !== 'breaker-open') return notBefore;
    const line = this.line(wait.destination);
    line.released.delete(chain);
    line.leader ??= chain;
    if (line.leader === chain) return notBefore;
    line.waiting.add(chain);
    return Infinity;
  }

  /** The chain has another block now: unless it is postponed again, it got through. */
  blockChanged(chain: C, block: ChainBlock | undefined): void {
    const wait = block?.kind === 'retrying' ? block.wait : undefined;
    const waitsFor = wait?.reason === 'breaker-open' ? wait.destination : undefined;
    for (const name of this.lines.keys()) if (name !== waitsFor) this.leave(chain, name);
  }

  /** The chain takes no more turns for now. */
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
