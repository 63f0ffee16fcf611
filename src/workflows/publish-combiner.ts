// What the chains of one workflow want published at the same moment goes into one ask a writer, see EffectCombiner.
import { ActivityFailure, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { HostInput } from '../model/contract';
import type { ChainOutcome } from '../model/effect-contract';
import type { OutboxActivities, PublishAsk, PublishChain } from '../model/outbox-contract';
import { outboxTaskQueue, writerOf } from '../model/outbox-names';
import type { TaskBytes } from './task-bytes';

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

const MAX_RECORDS = 500;
const MAX_BYTES = 768 * 1024;
/** Asks of one workflow to one writer at the same time. */
const MAX_ASKS = 4;
/** Turns of the microtask queue without a new submission after which every chain that could submit has done so. */
const QUIET_TURNS = 16;

interface Submission {
  readonly work: PublishChain;
  readonly bytes: number;
  readonly resolve: (outcome: ChainOutcome) => void;
  readonly reject: (error: unknown) => void;
}

class AskQueue {
  private readonly waiting: Submission[] = [];
  private running = 0;
  private gathering = false;

  constructor(
    private readonly publish: (chains: readonly PublishChain[]) => Promise<readonly ChainOutcome[]>,
    private readonly taskBytes: TaskBytes,
  ) {}

  add(submission: Submission): void {
    this.waiting.push(submission);
    if (!this.gathering) void this.gather();
  }

  private async gather(): Promise<void> {
    this.gathering = true;
    let seen = 0;
    for (let quiet = 0; quiet < QUIET_TURNS; quiet += 1) {
      await Promise.resolve();
      if (this.waiting.length !== seen) quiet = 0;
      seen = this.waiting.length;
    }
    this.gathering = false;
    this.pump();
  }

  private pump(): void {
    while (this.running < MAX_ASKS && this.waiting.length > 0) void this.run(this.next());
  }

  private next(): readonly Submission[] {
    let records = 0;
    let bytes = 0;
    const end = this.waiting.findIndex((submission, index) => {
      records += submission.work.records.length;
      bytes += submission.bytes;
      return index > 0 && (records > MAX_RECORDS || bytes > MAX_BYTES);
    });
    return this.waiting.splice(0, end === -1 ? this.waiting.length : end);
  }

  private async run(submissions: readonly Submission[]): Promise<void> {
    this.running += 1;
    try {
      const bytes = submissions.reduce((sum, submission) => sum + submission.bytes, 0);
      if (!this.taskBytes.take(bytes)) await this.taskBytes.later(bytes);
      const outcomes = new Map(
        (await this.publish(submissions.map(({ work }) => work))).map((outcome) => [outcome.chain, outcome]),
      );
      for (const { work, resolve } of submissions) {
        resolve(outcomes.get(work.chain) ?? { chain: work.chain, settled: 0 });
      }
    } catch (error) {
      for (const { work, resolve, reject } of submissions) {
        if (error instanceof ActivityFailure) resolve(refusal(work.chain, error));
        else reject(error);
      }
    } finally {
      this.running -= 1;
      this.pump();
    }
  }
}

/** Only what can never be done ends the activity; then nothing of it was published. */
const refusal = (chain: string, error: ActivityFailure): ChainOutcome => ({
  chain,
  settled: 0,
  failure: { code: 'publish-refused', message: error.cause?.message ?? error.message, terminal: true },
});

export class PublishCombiner {
  private readonly queues = new Map<number, AskQueue>();
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
      queue = new AskQueue((chains) => this.publish(writer, chains), this.taskBytes);
      this.queues.set(writer, queue);
    }
    const target = queue;
    return new Promise((resolve, reject) => {
      target.add({ work, bytes, resolve, reject });
    });
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
    const { writers, outcomes } = await publish(ask);
    this.known = writers;
    return outcomes;
  }
}
