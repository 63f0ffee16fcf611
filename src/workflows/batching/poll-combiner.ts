import { proxyActivities } from '@temporalio/workflow';
import type { AgentActivities, PollOutcome, PollWork } from '../../model/contract/agent-contract';
import { BatchQueue } from './batch-queue';
import type { TaskBytes } from './task-bytes';

const { pollSources } = proxyActivities<AgentActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

const MAX_WORKS = 100;
const MAX_BYTES = 768 * 1024;
const AGAIN_MS = 5_000;

/** Combines the polls that the agents of one workflow want at the same moment into one activity. */
export class PollCombiner {
  private readonly quick: BatchQueue<PollWork, PollOutcome>;
  private readonly slow: BatchQueue<PollWork, PollOutcome>;

  constructor(gateway: string, definition: string, taskBytes: TaskBytes) {
    const queue = (quick: boolean): BatchQueue<PollWork, PollOutcome> =>
      new BatchQueue<PollWork, PollOutcome>(
        {
          perform: (works) => pollSources({ gateway, definition, quick, works }),
          // The activity returns outcomes and throws only for faults of its own.
          failed: ({ cause, message }, chain) => ({
            chain,
            nextInMs: AGAIN_MS,
            failure: { code: 'poll-failed', message: `The worker could not poll: ${cause?.message ?? message}` },
          }),
          unanswered: (chain) => ({ chain, nextInMs: AGAIN_MS }),
          length: (waiting) => {
            let bytes = 0;
            const full = waiting.findIndex((part, index) => {
              bytes += part.bytes;
              return index > 0 && (index >= MAX_WORKS || bytes > MAX_BYTES);
            });
            return full === -1 ? waiting.length : full;
          },
        },
        taskBytes,
      );
    this.quick = queue(true);
    this.slow = queue(false);
  }

  /** `slow` sources took long last time; they never share a batch with others (I10). */
  submit(work: PollWork, bytes: number, slow: boolean): Promise<PollOutcome> {
    return (slow ? this.slow : this.quick).submit(work, bytes);
  }
}
