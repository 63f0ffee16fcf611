import { ActivityFailure } from '@temporalio/workflow';
import type { ChainOutcome } from '../../model/contract/effect-contract';
import { batchLength, type BatchWork } from './batch-length';
import { mayBound, type TaskBytes } from './task-bytes';

/** Number of batches that one queue may have under way. */
const MAX_BATCHES = 4;
/** After this many microtask turns without a submission, every chain that could submit has done so. */
const QUIET_TURNS = 16;

interface OfChain {
  readonly chain: string;
}

interface Part<Work> {
  readonly work: Work;
  readonly bytes: number;
}

interface Submission<Work, Outcome> extends Part<Work> {
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/** How a batch is performed and sized. */
export interface BatchKind<Work extends OfChain, Outcome extends OfChain> {
  perform(works: readonly Work[]): Promise<readonly Outcome[]>;
  /** The outcome for a chain of a batch whose activity failed. */
  failed(error: ActivityFailure, chain: string): Outcome;
  /** The outcome for a chain that the activity did not mention. */
  unanswered(chain: string): Outcome;
  /** How many waiting parts make the next batch. */
  length(waiting: readonly Part<Work>[]): number;
}

/** Makes a batch kind for records. */
export const recordBatches = <Work extends BatchWork>({
  perform,
  failed,
}: {
  readonly perform: (chains: readonly Work[]) => Promise<readonly ChainOutcome[]>;
  readonly failed: (error: ActivityFailure) => NonNullable<ChainOutcome['failure']>;
}): BatchKind<Work, ChainOutcome> => ({
  perform,
  failed: (error, chain) => ({ chain, settled: 0, failure: failed(error) }),
  unanswered: (chain) => ({ chain, settled: 0 }),
  length: (waiting) => batchLength(waiting, mayBound),
});

/**
 * Serves many chains with few activities: what the chains of one workflow want done at the same moment goes into one
 * batch. That moves thousands of records a second through an engine that makes a few hundred steps.
 */
export class BatchQueue<Work extends OfChain, Outcome extends OfChain = ChainOutcome> {
  private readonly waiting: Submission<Work, Outcome>[] = [];
  private running = 0;
  private gathering = false;

  constructor(
    private readonly kind: BatchKind<Work, Outcome>,
    private readonly taskBytes: TaskBytes,
  ) {}

  submit(work: Work, bytes: number): Promise<Outcome> {
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
      void this.run(this.waiting.splice(0, this.kind.length(this.waiting)));
    }
  }

  private async run(submissions: readonly Submission<Work, Outcome>[]): Promise<void> {
    this.running += 1;
    try {
      const bytes = submissions.reduce((sum, part) => sum + part.bytes, 0);
      if (!this.taskBytes.take(bytes)) await this.taskBytes.later(bytes);
      const answered = await this.kind.perform(submissions.map(({ work }) => work));
      const outcomes = new Map(answered.map((outcome) => [outcome.chain, outcome]));
      for (const { work, resolve } of submissions) {
        resolve(outcomes.get(work.chain) ?? this.kind.unanswered(work.chain));
      }
    } catch (error) {
      for (const { work, resolve, reject } of submissions) {
        if (error instanceof ActivityFailure) resolve(this.kind.failed(error, work.chain));
        else reject(error);
      }
    } finally {
      this.running -= 1;
      this.pump();
    }
  }
}
