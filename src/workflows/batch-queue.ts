import { ActivityFailure } from '@temporalio/workflow';
import type { ChainOutcome } from '../model/effect-contract';
import { batchLength, type BatchPart, type BatchWork } from './batch-length';
import { mayBound, type TaskBytes } from './task-bytes';

/** Batches of one queue at the same time. */
const MAX_BATCHES = 4;
/** Turns of the microtask queue without a new submission after which every chain that could submit has done so. */
const QUIET_TURNS = 16;

interface Submission<Work extends BatchWork> extends BatchPart<Work> {
  readonly resolve: (outcome: ChainOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/** What is done with a batch. */
export interface BatchKind<Work extends BatchWork> {
  perform(chains: readonly Work[]): Promise<readonly ChainOutcome[]>;
  /** What it means for each chain of the batch that the activity failed. */
  failed(error: ActivityFailure): NonNullable<ChainOutcome['failure']>;
}

/**
 * Many chains, few activities: what the chains of one workflow want done at the same moment goes into one batch. This is
 * what moves thousands of records a second through an engine that makes some hundred steps.
 */
export class BatchQueue<Work extends BatchWork> {
  private readonly waiting: Submission<Work>[] = [];
  private running = 0;
  private gathering = false;

  constructor(
    private readonly kind: BatchKind<Work>,
    private readonly taskBytes: TaskBytes,
  ) {}

  submit(work: Work, bytes: number): Promise<ChainOutcome> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ work, bytes, resolve, reject });
      if (!this.gathering) void this.gather();
    });
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
    while (this.running < MAX_BATCHES && this.waiting.length > 0) {
      void this.run(this.waiting.splice(0, batchLength(this.waiting, mayBound)));
    }
  }

  private async run(submissions: readonly Submission<Work>[]): Promise<void> {
    this.running += 1;
    try {
      const bytes = submissions.reduce((sum, part) => sum + part.bytes, 0);
      if (!this.taskBytes.take(bytes)) await this.taskBytes.later(bytes);
      const answered = await this.kind.perform(submissions.map(({ work }) => work));
      const outcomes = new Map(answered.map((outcome) => [outcome.chain, outcome]));
      for (const { work, resolve } of submissions) {
        resolve(outcomes.get(work.chain) ?? { chain: work.chain, settled: 0 });
      }
    } catch (error) {
      for (const { work, resolve, reject } of submissions) {
        if (error instanceof ActivityFailure) {
          resolve({ chain: work.chain, settled: 0, failure: this.kind.failed(error) });
        } else reject(error);
      }
    } finally {
      this.running -= 1;
      this.pump();
    }
  }
}
