import { log } from '@temporalio/workflow';

/** Counts inputs that a workflow did not take, and tells of the first of each run in the worker's log. */
export class Refusals {
  private told = false;

  constructor(private readonly counters: { refused?: number } = {}) {}

  refuse(signal: string, refused = 1): void {
    this.counters.refused = (this.counters.refused ?? 0) + refused;
    if (this.told) return;
    this.told = true;
    log.warn('A signal was not taken, because it is not what Sluice sends.', { signal, refused });
  }
}
