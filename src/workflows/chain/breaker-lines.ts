// Chains of one workflow whose destination's breaker is open stand in line: only the first asks again, so that a lane of
// thousands of keys costs one small batch a time and not all of their records. When it gets through, two follow, and two
// more for each of those: the receiver is met by few at first, and all are under way again within a dozen rounds.
import type { ChainHold } from '../../model/contract/contract';

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

  /** When the held chain may go on: its own time, or Infinity behind another. */
  join(chain: C, hold: ChainHold & { readonly kind: 'retrying' }): number {
    const { wait, notBefore } = hold;
    if (wait?.reason !== 'breaker-open') return notBefore;
    const line = this.line(wait.destination);
    line.released.delete(chain);
    line.leader ??= chain;
    if (line.leader === chain) return notBefore;
    line.waiting.add(chain);
    return Infinity;
  }

  /** The chain's hold is another one now: unless it is held back again, it got through. */
  moved(chain: C, hold: ChainHold | undefined): void {
    const destination = hold?.kind === 'retrying' && hold.wait?.reason === 'breaker-open' ? hold.wait.destination : '';
    for (const name of this.lines.keys()) if (name !== destination) this.leave(chain, name);
  }

  /** The chain takes no more turns for now. */
  left(chain: C): void {
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
