import { roomFor, type PublishedAsk } from './writer-progress';

/**
 * A workflow that neither took the answer nor asked again for this long, while this process owned the writer and
 * published, never asks again: it had the answer all along, or was closed. The server starts another attempt within
 * seconds of the end of a process; the rest is for attempts that wait in a long queue.
 */
const FORGET_AFTER_MS = 15 * 60_000;
/** Longer pauses between transactions do not count, because waiting attempts are not taken up then either. */
const COUNTED_PAUSE_MS = 5_000;

/** A bounded list of asks that are in Kafka while their workflows may not know it, to recognise repeated asks. */
export class UnconfirmedAsks {
  private readonly asks = new Map<string, { readonly cuts: string; readonly since: number }>();
  /** Asks confirmed since the last transaction, which Kafka still lists. */
  private readonly confirmed = new Set<string>();
  private busyMs = 0;
  private committedAt: number;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.committedAt = now();
  }

  get(id: string): PublishedAsk | undefined {
    const ask = this.asks.get(id);
    return ask === undefined ? undefined : { id, cuts: ask.cuts };
  }

  /** Adds the asks of a transaction that was committed with `list()` and these. */
  committed(asks: readonly PublishedAsk[]): void {
    for (const { id, cuts } of asks) this.asks.set(id, { cuts, since: this.busyMs });
    this.confirmed.clear();
    this.busyMs += Math.min(COUNTED_PAUSE_MS, this.now() - this.committedAt);
    this.committedAt = this.now();
    for (const [id, { since }] of this.asks) if (this.busyMs - since > FORGET_AFTER_MS) this.confirm(id);
  }

  /** Takes over what Kafka lists, except for asks that were confirmed after it was written. */
  restore(asks: readonly PublishedAsk[]): void {
    const known = new Map(this.asks);
    this.asks.clear();
    for (const { id, cuts } of asks) {
      if (!this.confirmed.has(id)) this.asks.set(id, { cuts, since: known.get(id)?.since ?? this.busyMs });
    }
  }

  /** Forgets an ask that will never come again. */
  confirm(id: string): void {
    if (this.asks.delete(id)) this.confirmed.add(id);
  }

  list(): readonly PublishedAsk[] {
    return Array.from(this.asks, ([id, { cuts }]) => ({ id, cuts }));
  }

  /** How many asks a transaction may add. */
  get room(): number {
    return roomFor(this.list());
  }
}
