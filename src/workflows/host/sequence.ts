import type { HostInput, RecordsSignal } from '../../model/contract/contract';

/** Numbers the records of a workflow whose effects begin: position tokens are made of it, and must never go back. */
export class Sequence {
  /** The last one given out; 0 at first. */
  last: number;

  constructor({ carried, sequenceFrom = 0 }: Pick<HostInput, 'carried' | 'sequenceFrom'>) {
    this.last = Math.max(carried?.sequence ?? 0, sequenceFrom);
  }

  /** The bridge says it with each signal: this workflow may have hosted keys before others did. */
  onSignal({ sequenceFrom = 0 }: RecordsSignal): void {
    this.last = Math.max(this.last, sequenceFrom);
  }

  next(): number {
    return (this.last += 1);
  }
}
