import { OffsetTracker } from './offset-tracker';
import type { AssignedPartition } from './record-source';

/** A partition of the current assignment and what of it is durable. */
export class HeldPartition {
  readonly tracker = new OffsetTracker();
  private readonly controller = new AbortController();

  constructor(readonly partition: AssignedPartition) {}

  /** Aborted when the partition was given up. */
  get revoked(): AbortSignal {
    return this.controller.signal;
  }

  revoke(): void {
    this.controller.abort();
  }
}
