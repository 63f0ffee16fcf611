import { unlessAborted } from '../../async/unless-aborted';

interface Ask {
  readonly log: string;
  readonly offset: bigint;
  /** How many later asks may still come before this one. */
  patience: number;
  begin(): Promise<void>;
}

/**
 * Runs reads one at a time, those of one log in its order: the one that is furthest behind comes first, whenever it was
 * asked for. So chains whose records share a compressed batch go through it together, and what is inflated for one is
 * there for the others. In the order of asking, or in sweeps through the log, each of them would have the batch
 * inflated for itself. No read is passed by more than about twice as many later ones as were waiting when it was asked
 * for.
 */
export class ReadingTurns {
  private waiting: Ask[] = [];
  private log: string | undefined;
  private running = false;

  /**
   * Rejects as soon as one of `signals` is aborted, with its reason. If the read still waits, it never begins. If it has
   * begun, it keeps its turn until it ends, which it must do by itself: all that come after it wait for that.
   */
  async run<T>(log: string, offset: bigint, read: () => Promise<T>, ...signals: readonly AbortSignal[]): Promise<T> {
    for (const signal of signals) signal.throwIfAborted();
    const patience = 2 * this.waiting.length + 16;
    let ask: Ask | undefined;
    const outcome = new Promise<T>((resolve, reject) => {
      ask = { log, offset, patience, begin: () => read().then(resolve, reject) };
      this.waiting.push(ask);
      void this.serve();
    });
    try {
      return await unlessAborted(outcome, ...signals);
    } finally {
      this.waiting = this.waiting.filter((one) => one !== ask);
    }
  }

  private async serve(): Promise<void> {
    if (this.running) return;
    this.running = true;
    for (let ask = this.take(); ask !== undefined; ask = this.take()) {
      this.log = ask.log;
      await ask.begin();
    }
    this.running = false;
  }

  private take(): Ask | undefined {
    const [oldest] = this.waiting;
    if (oldest === undefined) return undefined;
    const next = oldest.patience <= 0 ? oldest : (this.lowest(this.log) ?? this.lowest(oldest.log) ?? oldest);
    const index = this.waiting.indexOf(next);
    for (const passed of this.waiting.slice(0, index)) passed.patience -= 1;
    this.waiting.splice(index, 1);
    return next;
  }

  /** The first of those that have the lowest offset of a log. */
  private lowest(log: string | undefined): Ask | undefined {
    return this.waiting
      .filter((ask) => ask.log === log)
      .reduce<Ask | undefined>((low, ask) => (low === undefined || ask.offset < low.offset ? ask : low), undefined);
  }
}
