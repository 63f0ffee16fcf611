// Combines what the chains of one workflow want published at the same moment into one ask per writer, see BatchQueue.
import { proxyActivities, workflowInfo, type ActivityFailure } from '@temporalio/workflow';
import type { HostInput } from '../../model/contract/contract';
import type { ChainOutcome, EffectFailure } from '../../model/contract/effect-contract';
import type { OutboxActivities, PublishAsk, PublishChain } from '../../model/contract/outbox-contract';
import { outboxTaskQueue, writerOf } from '../../model/names/outbox-names';
import { publishSummary } from '../../model/records/work-summary';
import { BatchQueue, recordBatches } from './batch-queue';
import type { TaskBytes } from './task-bytes';

/**
 * Retries without end, because an ask whose outcome is in doubt must be repeated unchanged. A different ask with the
 * same records would not be recognised, and committed records would be published twice (I9).
 */
const UNTIL_ANSWERED = {
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '100 milliseconds', maximumInterval: '5 seconds' },
} as const;

const { publishRecords } = proxyActivities<OutboxActivities>(UNTIL_ANSWERED);

type PublishRecords = typeof publishRecords;

const publishRecordsOn = (writer: number): PublishRecords =>
  proxyActivities<OutboxActivities>({
    ...UNTIL_ANSWERED,
    taskQueue: outboxTaskQueue(workflowInfo().taskQueue, writer),
  }).publishRecords;

/** The activity fails only for what can never be done; then nothing of the ask was published. */
const refusal = (error: ActivityFailure): EffectFailure => ({
  code: 'publish-refused',
  message: error.cause?.message ?? error.message,
  terminal: true,
});

export class PublishCombiner {
  private readonly byWriter = new Map<number, BatchQueue<PublishChain>>();
  /** Uses the worker's own task queue, which publishes at least once or tells how many writers there are. */
  private readonly withoutWriter: BatchQueue<PublishChain>;
  /** Number of writers as last heard of, 0 if the gateway has none; undefined until it is known. */
  private known: number | undefined;

  constructor(
    private readonly input: Pick<HostInput, 'gateway' | 'route' | 'writers'>,
    private readonly taskBytes: TaskBytes,
  ) {
    this.withoutWriter = this.queueOn(publishRecords);
    this.known = input.writers;
  }

  /** What the input of the next run needs. */
  get writers(): { readonly writers?: number } {
    return this.known === undefined ? {} : { writers: this.known };
  }

  submit(work: PublishChain, bytes: number): Promise<ChainOutcome> {
    return this.queueFor(work.chain).submit(work, bytes);
  }

  private queueFor(chain: string): BatchQueue<PublishChain> {
    const writers = this.known ?? 0;
    if (writers === 0) return this.withoutWriter;
    const writer = writerOf(chain, writers);
    const queue = this.byWriter.get(writer) ?? this.queueOn(publishRecordsOn(writer));
    this.byWriter.set(writer, queue);
    return queue;
  }

  private queueOn(publish: PublishRecords): BatchQueue<PublishChain> {
    const kind = recordBatches<PublishChain>({
      perform: (chains) => this.publish(publish, chains),
      failed: refusal,
    });
    return new BatchQueue(kind, this.taskBytes);
  }

  private async publish(publish: PublishRecords, chains: readonly PublishChain[]): Promise<readonly ChainOutcome[]> {
    const { gateway, route } = this.input;
    const ask: PublishAsk = { gateway, route, chains };
    const { writers, outcomes } = await publish.executeWithOptions({ summary: publishSummary(ask) }, [ask]);
    this.known = writers;
    return outcomes;
  }
}
