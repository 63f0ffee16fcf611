import { proxyActivities, proxyLocalActivities, type ActivityFailure } from '@temporalio/workflow';
import type { LocalActivities } from '../../model/contract/at-once-contract';
import type { Activities, ChainOutcome, ChainWork, EffectFailure } from '../../model/contract/effect-contract';
import { effectsSummary } from '../../model/records/work-summary';
import type { HostInput } from '../../model/contract/contract';
import { AtOnceChains } from './at-once-chains';
import type { AtOnceRun } from './at-once-task';
import { BatchQueue, recordBatches } from './batch-queue';
import { TaskBytes } from './task-bytes';

const { performEffects } = proxyActivities<Activities>({
  // The activity stops its calls within seconds of losing its heartbeat (I6), and returns by itself long before this.
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

const { performAtOnce } = proxyLocalActivities<LocalActivities>({
  // It ends with its workflow task, long before this.
  scheduleToCloseTimeout: '1 minute',
  // I6: a second attempt would begin while nobody knows how old the task is.
  retry: { maximumAttempts: 1 },
});

/** The activity returns outcomes and throws only for faults of its own, after which the same work is asked again. */
const fault = (error: ActivityFailure): EffectFailure => ({
  code: 'destination-error',
  message: `The worker could not perform the batch: ${error.cause?.message ?? error.message}`,
  terminal: false,
  retryInMs: 5_000,
});

export class EffectCombiner {
  private readonly healthy: BatchQueue<ChainWork>;
  private readonly suspect: BatchQueue<ChainWork>;
  /** Chains whose calls may be made inside the workflow task that has brought their records. */
  readonly atOnce: AtOnceChains;

  /** Counts everything that the workflow begins, including what it publishes. */
  readonly taskBytes = new TaskBytes();

  constructor(
    { gateway, route }: Pick<HostInput, 'gateway' | 'route'>,
    sequence: { passLost(): void },
    signals: AtOnceRun['signals'],
  ) {
    const kind = recordBatches<ChainWork>({
      perform: (chains) => {
        const batch = { gateway, route, chains };
        return performEffects.executeWithOptions({ summary: effectsSummary(batch) }, [batch]);
      },
      failed: fault,
    });
    this.healthy = new BatchQueue(kind, this.taskBytes);
    this.suspect = new BatchQueue(kind, this.taskBytes);
    this.atOnce = new AtOnceChains((chains, place) => performAtOnce({ gateway, route, chains }, place), {
      signals,
      lost: () => {
        sequence.passLost();
      },
    });
  }

  /** `suspect` chains were slow or failed last time; they never share a batch with others (I10). */
  submit(work: ChainWork, bytes: number, suspect: boolean): Promise<ChainOutcome> {
    const byActivity = (): Promise<ChainOutcome> => (suspect ? this.suspect : this.healthy).submit(work, bytes);
    const atOnce = this.atOnce.submit(work);
    // Nobody stands between a turn and the promise of its activity: older histories know no later moment.
    if (atOnce === undefined) return byActivity();
    return atOnce.then((outcome) => (outcome === 'by-activity' ? byActivity() : outcome));
  }
}
