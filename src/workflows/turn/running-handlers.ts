/** A handler under way, as seen by the workflow that may have to leave without it. */
export interface RunningHandler {
  /** The chain of the key that the handler runs for. */
  readonly chain: object;
  /** True when it waits for something of its own and no call of its record is under way. */
  readonly waiting: boolean;
  /** True when what earlier records deferred is done or under way. */
  readonly earlierBegun: boolean;
  /** Performs what earlier records deferred, which must not wait as long as this handler. */
  performEarlier(): void;
  /** Gives this handler up: it runs again from its start in the next run, or never if its record was left out. */
  abandon(): void;
}

/** The handlers that run in a workflow at this moment, at most one for each chain. */
export class RunningHandlers {
  private readonly running = new Set<RunningHandler>();

  add(handler: RunningHandler): void {
    this.running.add(handler);
  }

  remove(handler: RunningHandler): void {
    this.running.delete(handler);
  }

  /** True when a handler waits for something of its own. Ask only when nothing else moves, as conditions do. */
  get waiting(): boolean {
    for (const handler of this.running) if (handler.waiting) return true;
    return false;
  }

  /** The handler of the key's head record, if it only waits. Ask under the same terms as `waiting`. */
  atRest(chain: object): RunningHandler | undefined {
    for (const handler of this.running) {
      if (handler.chain === chain) return handler.waiting && handler.earlierBegun ? handler : undefined;
    }
    return undefined;
  }

  /** True when a waiting handler holds up what earlier records deferred. */
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
