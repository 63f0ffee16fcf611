// Chains of one workflow stand in line while their destination's breaker is open or its gate closed. Only the first asks
// again, so that a lane of thousands of keys costs one small batch at a time and not all of their records. When it gets
// through, two follow, then two for each of those: the receiver gets few calls at first, and all chains move within a
// dozen rounds.
import type { BlockWait, ChainBlock } from '../../model/contract/contract';

/** How many chains are released by each one that gets through. */
const FOLLOWERS = 2;

interface Line<C> {
  leader: C | undefined;
  /** Chains that were released and have not been heard of yet. */
  readonly released: Set<C>;
  readonly waiting: Set<C>;
}

/** What lines do to chains that wait. */
export interface LineCalls<C> {
  /** Lets a waiting chain go on. */
  release(chain: C): void;
  /** Lets it go on at this time, in milliseconds since the epoch. */
  appoint(chain: C, time: number): void;
  /** False in a replay of a run in which the first of a line stayed the first. */
  takesTurns(): boolean;
}

/** Invariant: a line with waiting chains has a leader, or a released chain that will be heard of. */
export class DestinationLines<C extends object> {
  private readonly lines = new Map<string, Line<C>>();

  constructor(private readonly calls: LineCalls<C>) {}

  /** When the chain may go on by itself: at its own time, or Infinity if it stands behind another. */
  join(chain: C, { wait, notBefore }: ChainBlock & { readonly kind: 'retrying' }): number {
    const destination = shutDestination(wait);
    if (destination === undefined) return notBefore;
    const line = this.line(destination);
    line.released.delete(chain);
    line.leader ??= chain;
    const [next] = line.waiting;
    if (line.leader === chain && next !== undefined && this.calls.takesTurns()) {
      // The next one asks: the destination may refuse this chain for its own sake, and all others would wait for it.
      line.waiting.delete(next);
      line.leader = next;
      this.calls.appoint(next, notBefore);
    }
    if (line.leader === chain) return notBefore;
    line.waiting.add(chain);
    return Infinity;
  }

  /** A destination may be called again: the first of each line asks now. */
  ask(): void {
    for (const { leader } of this.lines.values()) if (leader !== undefined) this.calls.release(leader);
  }

  /** Notes the chain's new block: unless it is postponed again, the chain got through. */
  blockChanged(chain: C, block: ChainBlock | undefined): void {
    const wait = block?.kind === 'retrying' ? block.wait : undefined;
    const waitsFor = shutDestination(wait);
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
      this.calls.release(next);
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

/** The destination that nobody may call now. A rate gives each chain a time of its own, as a refusal of one key does. */
const shutDestination = (wait: BlockWait | undefined): string | undefined =>
  wait === undefined || wait.reason === 'rate-limited' || wait.alone === true ? undefined : wait.destination;
