/** Runs work one piece at a time, in the order of asking. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    // Whoever asked learns of the failure; it must not keep the next turn from coming.
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
