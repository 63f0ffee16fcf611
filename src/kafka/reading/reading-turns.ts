interface Ask {
  readonly log: string;
  readonly offset: bigint;
  /** How many later asks may still come before this one. */
  patience: number;
  begin(): Promise<void>;
}

/**
 * Runs reads one at a time, in the order of the log from where the last one was, and then from the start again. In the
 * order of asking, chains that are at different places of one compressed batch would undo each other's work: what one
 * had inflated would be dropped before the others get there. No read is passed by more than about twice as many later
 * ones as were waiting when it was asked for.
 */
export class ReadingTurns {
  private readonly waiting: Ask[] = [];
  private last: Pick<Ask, 'log' | 'offset'> | undefined;
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
      this.last = ask;
      await ask.begin();
    }
    this.running = false;
  }

  private take(): Ask | undefined {
    const [oldest] = this.waiting;
    if (oldest === undefined) return undefined;
    const next = oldest.patience <= 0 ? oldest : (this.ahead() ?? this.first(oldest.log));
    const index = this.waiting.indexOf(next);
    for (const passed of this.waiting.slice(0, index)) passed.patience -= 1;
    this.waiting.splice(index, 1);
    return next;
  }

  /** The nearest read from where the last one was. */
  private ahead(): Ask | undefined {
    const { last } = this;
    if (last === undefined) return undefined;
    return lowest(this.waiting.filter(({ log, offset }) => log === last.log && offset >= last.offset));
  }

  private first(log: string): Ask {
    return lowest(this.waiting.filter((ask) => ask.log === log)) as Ask;
  }
}

/** The first of those that have the lowest offset. */
const lowest = (asks: readonly Ask[]): Ask | undefined =>
  asks.reduce<Ask | undefined>((low, ask) => (low === undefined || ask.offset < low.offset ? ask : low), undefined);
