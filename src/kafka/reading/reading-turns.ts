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
  private readonly waiting: Ask[] = [];
  private log: string | undefined;
  private running = false;

  run<T>(log: string, offset: bigint, read: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const patience = 2 * this.waiting.length + 16;
      this.waiting.push({ log, offset, patience, begin: () => read().then(resolve, reject) });
      void this.serve();
    });
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
