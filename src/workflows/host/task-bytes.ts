import { patched, sleep, workflowInfo } from '@temporalio/workflow';

/** Older versions bounded neither what a task begins nor the answers of a batch; their histories must replay. */
const BOUNDED = 'bounded-batches';
/** gRPC refuses a workflow task's completion over 4 MB, for ever. Other commands share it. */
const MAX_BYTES = 2_621_440;

/** Bytes of the batches that one workflow task begins, over all queues of the workflow. */
export class TaskBytes {
  /** The task that `taken` is about, by the length of the history at its start. */
  private task: number | undefined;
  private taken = 0;

  /** For a batch that the present task has no room for. The timer begins a task of its own. */
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

/** True where the answers of a batch may be bounded. Ask only where that changes the batch. */
export const mayBound = (): boolean => patched(BOUNDED);
