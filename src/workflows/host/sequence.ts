import type { HostInput, RecordsSignal } from '../../model/contract/contract';

/** More records than one workflow can have waiting. */
const MOST_WAITING = 1_000_000;

/** Numbers a workflow's records as their effects begin. Position tokens are made from it and must never go back. */
export class Sequence {
  /** The last number given out; 0 at first. */
  last: number;

  constructor({ carried, sequenceFrom = 0 }: Pick<HostInput, 'carried' | 'sequenceFrom'>) {
    this.last = Math.max(carried?.sequence ?? 0, sequenceFrom);
  }

  /** Takes the least sequence from a bridge's signal, because this workflow may have hosted keys before others did. */
  onSignal({ sequenceFrom = 0 }: RecordsSignal): void {
    this.last = Math.max(this.last, sequenceFrom);
  }

  /** Passes over all numbers that a lost task may have given, of which the workflow knows none. */
  passLost(): void {
    this.last += MOST_WAITING;
  }

  next(): number {
    return (this.last += 1);
  }
}
