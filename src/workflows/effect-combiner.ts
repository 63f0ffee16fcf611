// Many chains, few activities: what the chains of one workflow want done at the same moment goes into one batch. This is
// what moves thousands of records a second through an engine that makes some hundred steps.
import { ActivityFailure, proxyActivities } from '@temporalio/workflow';
import type { Activities, ChainOutcome, ChainWork, EffectBatch } from '../model/effect-contract';
import { batchLength, type BatchPart } from './batch-length';
import { mayBound, TaskBytes } from './task-bytes';

const { performEffects } = proxyActivities<Activities>({
  // The activity stops its own calls within seconds of losing its heartbeat (I6), and returns by itself long before this.
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

/** Batches at the same time, for healthy chains and again for slow ones, so that the slow delay only each other. */
const MAX_BATCHES = 4;
/** Turns of the microtask queue without a new submission after which every chain that could submit has done so. */
const QUIET_TURNS = 16;

interface Submission extends BatchPart {
  readonly resolve: (outcome: ChainOutcome) => void;
  readonly reject: (error: unknown) => void;
}

class BatchQueue {
  private readonly waiting: Submission[] = [];
  private running = 0;
  private gathering = false;

  constructor(
    private readonly gateway: string,
    private readonly route: string,
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
    while (this.running < MAX_BATCHES && this.waiting.length > 0) {
      void this.run(this.waiting.splice(0, batchLength(this.waiting, mayBound)));
    }
  }

  private async run(submissions: readonly Submission[]): Promise<void> {
    this.running += 1;
    try {
      const bytes = submissions.reduce((sum, part) => sum + part.bytes, 0);
      if (!this.taskBytes.take(bytes)) await this.taskBytes.later(bytes);
      const batch: EffectBatch = {
        gateway: this.gateway,
        route: this.route,
        chains: submissions.map(({ work }) => work),
      };
      const outcomes = new Map((await performEffects(batch)).map((outcome) => [outcome.chain, outcome]));
      for (const { work, resolve } of submissions) {
        resolve(outcomes.get(work.chain) ?? { chain: work.chain, settled: 0 });
      }
    } catch (error) {
      if (!(error instanceof ActivityFailure)) {
        for (const { reject } of submissions) reject(error);
      } else {
        for (const { work, resolve } of submissions) resolve(faultOutcome(work.chain, error));
      }
    } finally {
      this.running -= 1;
      this.pump();
    }
  }
}

/** The activity answers with outcomes; it throws only for faults of its own, after which the same is asked again. */
const faultOutcome = (chain: string, error: ActivityFailure): ChainOutcome => ({
  chain,
  settled: 0,
  failure: {
    code: 'destination-error',
    message: `The worker could not perform the batch: ${error.cause?.message ?? error.message}`,
    terminal: false,
    retryInMs: 5_000,
  },
});

export class EffectCombiner {
  private readonly healthy: BatchQueue;
  private readonly suspect: BatchQueue;

  /** Of all that the workflow begins: what it publishes counts, too. */
  readonly taskBytes = new TaskBytes();

  constructor(gateway: string, route: string) {
    const { taskBytes } = this;
    this.healthy = new BatchQueue(gateway, route, taskBytes);
    this.suspect = new BatchQueue(gateway, route, taskBytes);
  }

  /** `suspect` chains were slow or failed last time; they are never in one batch with others (I10). */
  submit(work: ChainWork, bytes: number, suspect: boolean): Promise<ChainOutcome> {
    return new Promise((resolve, reject) => {
      (suspect ? this.suspect : this.healthy).add({ work, bytes, resolve, reject });
    });
  }
}
