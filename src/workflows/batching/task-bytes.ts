import { patched, sleep, workflowInfo } from '@temporalio/workflow';

/** Older versions limited neither what a task begins nor the answers of a batch, and their histories must replay. */
const BOUNDED = 'bounded-batches';
/** gRPC refuses a workflow task's completion over 4 MB, for ever; other commands share that room. */
const MAX_BYTES = 2_621_440;

/** Limits the bytes of batches that one workflow task begins, over all queues of the workflow. */
export class TaskBytes {
  /** The task to which `taken` belongs, by the length of the history at its start. */
  private task: number | undefined;
  private taken = 0;

  /** Waits for a later task if the current one has no room for a batch; the timer begins a task of its own. */
  async later(bytes: number): Promise<void> {
    do await sleep(1);
    while (!this.take(bytes));
  }

  /** True when the batch may begin now. */
  take(bytes: number): boolean {
    const { historyLength } = workflowInfo();
    if (historyLength !== this.task) {
      this.task = historyLength;
      this.taken = 0;
    }
    if (this.taken > 0 && this.taken + bytes > MAX_BYTES && mayBound()) return false;
    this.taken += bytes;
    return true;
  }
}

/** True if the answers of a batch may be limited. Ask only if that changes the batch. */
export const mayBound = (): boolean => patched(BOUNDED);
