import { TemporalFailure } from '@temporalio/common';
import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { LocalActivities, TaskPlace } from '../../model/contract/at-once-contract';
import type { HostInput, RecordsSignal } from '../../model/contract/contract';
import type { Activities, ChainOutcome, ChainWork, EffectFailure } from '../../model/contract/effect-contract';
import { effectsSummary } from '../../model/records/work-summary';
import { AtOnceChains } from './at-once-chains';
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
const fault = (error: TemporalFailure): EffectFailure => ({
  code: 'destination-error',
  message: `The worker could not perform the batch: ${error.cause?.message ?? error.message}`,
  terminal: false,
  retryInMs: 5_000,
});

export class EffectCombiner {
  private readonly healthy: BatchQueue<ChainWork>;
  private readonly suspect: BatchQueue<ChainWork>;
  private readonly inTask: BatchQueue<ChainWork>;
  private readonly alone: AtOnceChains;
  private place: TaskPlace = { startedAt: 0, timeoutMs: 0 };

  /** Counts everything that the workflow begins, including what it publishes. */
  readonly taskBytes = new TaskBytes();

  constructor({ gateway, route, hosting }: Pick<HostInput, 'gateway' | 'route' | 'hosting'>) {
    this.alone = new AtOnceChains(hosting);
    const kind = recordBatches<ChainWork>({
      perform: (chains) => {
        const batch = { gateway, route, chains };
        return performEffects.executeWithOptions({ summary: effectsSummary(batch) }, [batch]);
      },
      failed: fault,
    });
    const inTask = recordBatches<ChainWork>({
      perform: async (chains) => {
        try {
          return await performAtOnce({ gateway, route, chains }, this.place);
        } catch (error) {
          // A local activity throws what failed it, and nothing around that.
          if (!(error instanceof TemporalFailure)) throw error;
          return chains.map(({ chain }) => ({ chain, settled: 0, failure: fault(error) }));
        }
      },
      failed: fault,
    });
    this.healthy = new BatchQueue(kind, this.taskBytes);
    this.suspect = new BatchQueue(kind, this.taskBytes);
    this.inTask = new BatchQueue(inTask, this.taskBytes);
  }

  /** Takes from a bridge's signal which chains have got records that came alone. */
  onSignal(signal: RecordsSignal): void {
    this.alone.onSignal(signal);
  }

  /** `suspect` chains were slow or failed last time; they never share a batch with others (I10). */
  async submit(work: ChainWork, bytes: number, suspect: boolean): Promise<ChainOutcome> {
    const place = this.alone.take(work);
    if (place !== undefined && !suspect) {
      this.place = place;
      const outcome = await this.inTask.submit(work, bytes);
      if (!isUntouched(outcome)) return outcome;
    }
    return (suspect ? this.suspect : this.healthy).submit(work, bytes);
  }
}

/** True if nothing was begun, so that an activity may do all of it. */
const isUntouched = ({ settled, done, doubts, failure, wait, awaiting }: ChainOutcome): boolean =>
  settled === 0 && [done, doubts, failure, wait, awaiting].every((part) => part === undefined);
