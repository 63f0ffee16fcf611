// What the chains of one workflow want published at the same moment goes into one ask a writer, see BatchQueue.
import { proxyActivities, workflowInfo, type ActivityFailure } from '@temporalio/workflow';
import type { HostInput } from '../../model/contract/contract';
import type { ChainOutcome, EffectFailure } from '../../model/contract/effect-contract';
import type { OutboxActivities, PublishAsk, PublishChain } from '../../model/contract/outbox-contract';
import { outboxTaskQueue, writerOf } from '../../model/outbox-names';
import { publishSummary } from '../../model/work-summary';
import { BatchQueue, recordBatches } from './batch-queue';
import type { TaskBytes } from '../host/task-bytes';

/**
 * Without end: an ask whose outcome is in doubt must be asked again as it is. Another one with the same records in it
 * would not be recognised, and what had been committed would be published twice (I9).
 */
const UNTIL_ANSWERED = {
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '100 milliseconds', maximumInterval: '5 seconds' },
} as const;

const { publishRecords } = proxyActivities<OutboxActivities>(UNTIL_ANSWERED);

/** Only what can never be done ends the activity; then nothing of it was published. */
const refusal = (error: ActivityFailure): EffectFailure => ({
  code: 'publish-refused',
  message: error.cause?.message ?? error.message,
  terminal: true,
});

export class PublishCombiner {
  private readonly queues = new Map<number, BatchQueue<PublishChain>>();
  /** Writers as last heard of; undefined: not known yet. */
  private known: number | undefined;

  constructor(
    private readonly input: Pick<HostInput, 'gateway' | 'route' | 'writers'>,
    private readonly taskBytes: TaskBytes,
  ) {
    this.known = input.writers;
  }

  /** For the input of the next run. */
  get writers(): { readonly writers?: number } {
    return this.known === undefined ? {} : { writers: this.known };
  }

  submit(work: PublishChain, bytes: number): Promise<ChainOutcome> {
    // -1: the worker's own task queue, which publishes at least once, or tells how many writers there are.
    const writer = (this.known ?? 0) === 0 ? -1 : writerOf(work.chain, this.known ?? 1);
    let queue = this.queues.get(writer);
    if (queue === undefined) {
      const kind = recordBatches<PublishChain>({
        perform: (chains) => this.publish(writer, chains),
        failed: refusal,
      });
      queue = new BatchQueue(kind, this.taskBytes);
      this.queues.set(writer, queue);
    }
    return queue.submit(work, bytes);
  }

  private async publish(writer: number, chains: readonly PublishChain[]): Promise<readonly ChainOutcome[]> {
    const { gateway, route } = this.input;
    const ask: PublishAsk = { gateway, route, chains };
    const publish =
      writer < 0
        ? publishRecords
        : proxyActivities<OutboxActivities>({
            ...UNTIL_ANSWERED,
            taskQueue: outboxTaskQueue(workflowInfo().taskQueue, writer),
          }).publishRecords;
    const { writers, outcomes } = await publish.executeWithOptions({ summary: publishSummary(ask) }, [ask]);
    this.known = writers;
    return outcomes;
  }
}
