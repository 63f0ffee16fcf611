import { ApplicationFailure, Context } from '@temporalio/activity';
import type { ChainOutcome, EffectBatch } from '../../model/contract/effect-contract';
import type { EffectDeps } from './effect-deps';
import { AttemptFence } from '../attempt-fence';
import { allEnded } from './all-ended';
import { batchEnvironment } from './batch-environment';
import { BatchLedger } from './batch-ledger';
import { ChainPerformer } from './chain-performer';
import { SlowKeys } from './slow-keys';
import { tellRepeated } from './tell-repeated';

/**
 * Time after which a batch begins no further record and returns what is settled: a workflow that must continue as new,
 * and chains that share the batch, wait no longer than this plus one call.
 */
const BATCH_BUDGET_MS = 10_000;
/** Heartbeat timeout if the workflow has set none. */
const HEARTBEAT_TIMEOUT_MS = 15_000;

/** Performs a batch: chains concurrently, the records of each in order. It returns outcomes, see the contract. */
export const performEffects =
  (deps: EffectDeps, slowKeys = new SlowKeys()) =>
  async (batch: EffectBatch): Promise<readonly ChainOutcome[]> => {
    const { info } = Context.current();
    const { workflowId = '' } = info.workflowExecution ?? {};
    const resumed = (info.heartbeatDetails ?? []) as readonly ChainOutcome[];
    // Until chains begin, what the lost attempt reported must stand; an empty report would erase it.
    let progress = (): readonly ChainOutcome[] => resumed;
    const fence = await AttemptFence.ofActivity(deps, HEARTBEAT_TIMEOUT_MS, () => progress());
    const endsAt = Date.now() + BATCH_BUDGET_MS;
    const ledger = new BatchLedger(deps, batch, info.attempt > 1);
    const environment = batchEnvironment(deps, batch, {
      ledger: ledger.wants,
      lostSince: info.attempt > 1 ? info.scheduledTimestampMs : undefined,
      signal: fence.signal,
      mustStop: (readAt = 0) =>
        fence.lost || deps.draining.aborted || Date.now() > Math.max(endsAt, readAt + BATCH_BUDGET_MS),
    });
    const perform = async (): Promise<readonly ChainOutcome[]> => {
      const before = new Map(resumed.map((outcome) => [outcome.chain, outcome]));
      const performers = batch.chains.map((work) => new ChainPerformer(work, environment, before.get(work.chain)));
      progress = () => performers.map((performer) => performer.progress);
      return allEnded(
        performers.map((performer, index) =>
          slowKeys.byActivity(workflowId, batch.chains[index]?.chain ?? '', () => performer.perform()),
        ),
        () => {
          fence.stop();
        },
      );
    };
    const checkFence = (): void => {
      if (fence.lost)
        throw ApplicationFailure.retryable('The attempt lost its heartbeat and stopped.', 'AttemptFenced');
    };
    // This includes what the lost attempt made: until Kafka takes that, no further call may be made.
    const write = async (outcomes: readonly ChainOutcome[]): Promise<void> => {
      try {
        await ledger.write(outcomes, fence.signal);
      } catch (error) {
        // The next attempt goes on from this report. Without it, calls are repeated, but no lines are lost.
        await fence.beat().catch(() => undefined);
        throw error;
      }
    };
    try {
      await write(resumed);
      if (isEnded(batch, resumed)) return ledger.replyOf(resumed);
      if (info.attempt > 1) tellRepeated(deps, batch);
      const outcomes = await perform();
      checkFence();
      if (ledger.wants.exported) {
        const ended = outcomes.map((outcome) => ({ ...outcome, ended: true as const }));
        progress = () => ended;
        await write(outcomes);
        checkFence();
      }
      return ledger.replyOf(outcomes);
    } finally {
      fence.close();
    }
  };

/** True if an earlier attempt finished, and only Kafka did not take what it had made. */
const isEnded = ({ chains }: EffectBatch, resumed: readonly ChainOutcome[]): boolean =>
  resumed.length === chains.length && resumed.every(({ ended }) => ended === true);
