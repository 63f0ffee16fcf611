/** A handler under way, as seen by the workflow that may have to leave without it. */
export interface RunningHandler {
  /** Of the key that it runs for. */
  readonly chain: object;
  /** It waits for something of its own: no call of its record is under way. */
  readonly waiting: boolean;
  /** What earlier records deferred is performed, or being performed. */
  readonly earlierBegun: boolean;
  /** Performs what earlier records deferred, which must not wait as long as this handler does. */
  performEarlier(): void;
  /** Its record runs again from its start, in the next run; or never, where an operator has left it out. */
  abandon(): void;
}

/** The handlers that run in a workflow at this moment: one a chain at most. */
export class RunningHandlers {
  private readonly running = new Set<RunningHandler>();

  add(handler: RunningHandler): void {
    this.running.add(handler);
  }

  remove(handler: RunningHandler): void {
    this.running.delete(handler);
  }

  /** True when one waits for something of its own: to be asked when nothing else moves, as conditions are. */
  get waiting(): boolean {
    for (const handler of this.running) if (handler.waiting) return true;
    return false;
  }

  /** The handler of the key's head record, where nothing of that is under way but waits: to be asked as `waiting` is. */
  atRest(chain: object): RunningHandler | undefined {
    for (const handler of this.running) {
      if (handler.chain === chain) return handler.waiting && handler.earlierBegun ? handler : undefined;
    }
    return undefined;
  }

  /** True when one waits that records before it wait for, too. */
  get holdsOthersUp(): boolean {
    for (const handler of this.running) if (handler.waiting && !handler.earlierBegun) return true;
    return false;
  }

  performEarlier(): void {
    for (const handler of this.running) if (handler.waiting && !handler.earlierBegun) handler.performEarlier();
  }

  abandonWaiting(): void {
    for (const handler of [...this.running]) if (handler.waiting) handler.abandon();
  }
}
