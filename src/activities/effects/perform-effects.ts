import { ApplicationFailure, Context } from '@temporalio/activity';
import type { ChainOutcome, EffectBatch } from '../../model/contract/effect-contract';
import type { ActivityDeps } from '../activity-deps';
import { AttemptFence } from '../attempt-fence';
import { BatchLedger } from './batch-ledger';
import { ChainPerformer } from './chain-performer';
import { ReferenceReader } from './reference-reader';
import { ReplyBudget } from './reply-budget';

/**
 * Time after which a batch begins no further record and answers what is settled: a workflow that must continue as new,
 * and chains whose batch it shares, wait no longer than this and one call.
 */
const BATCH_BUDGET_MS = 10_000;
/** Where the workflow has set none. */
const HEARTBEAT_TIMEOUT_MS = 15_000;

/** Performs a batch: chains beside each other, the records of each in order. Answers outcomes, see the contract. */
export const performEffects =
  (deps: ActivityDeps) =>
  async (batch: EffectBatch): Promise<readonly ChainOutcome[]> => {
    const { info } = Context.current();
    const resumed = (info.heartbeatDetails ?? []) as readonly ChainOutcome[];
    // Before chains begin, what the lost attempt reported still stands; an empty report would undo it.
    let progress = (): readonly ChainOutcome[] => resumed;
    const fence = await AttemptFence.ofActivity(deps, HEARTBEAT_TIMEOUT_MS, () => progress());
    const endsAt = Date.now() + BATCH_BUDGET_MS;
    const ledger = new BatchLedger(deps, batch, info.attempt > 1);
    const environment = {
      gateway: batch.gateway,
      route: deps.routes.find(({ name }) => name === batch.route),
      destinations: deps.destinations,
      callbackLinks: deps.callbackLinks,
      workflowId: info.workflowExecution?.workflowId ?? '',
      references: new ReferenceReader(batch.route, (request) => deps.readRecords(request)),
      replies: new ReplyBudget(),
      ledger: ledger.wants,
      signal: fence.signal,
      mustStop: (): boolean => fence.lost || deps.draining.aborted || Date.now() > endsAt,
    };
    const perform = async (): Promise<readonly ChainOutcome[]> => {
      const before = new Map(resumed.map((outcome) => [outcome.chain, outcome]));
      const performers = batch.chains.map((work) => new ChainPerformer(work, environment, before.get(work.chain)));
      progress = () => performers.map((performer) => performer.progress);
      return Promise.all(performers.map((performer) => performer.perform()));
    };
    const checkFence = (): void => {
      if (fence.lost)
        throw ApplicationFailure.retryable('The attempt lost its heartbeat and stopped.', 'AttemptFenced');
    };
    // Also what the lost attempt made: while Kafka does not take that, nothing further is called.
    const write = async (outcomes: readonly ChainOutcome[]): Promise<void> => {
      try {
        await ledger.write(outcomes, fence.signal);
      } catch (error) {
        // The next attempt goes on from here. Without this report from an earlier one: calls are repeated, lines are not lost.
        await fence.beat().catch(() => undefined);
        throw error;
      }
    };
    try {
      await write(resumed);
      if (isEnded(batch, resumed)) return ledger.replyOf(resumed);
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

/** An earlier attempt got through, and only Kafka did not take what it had made. */
const isEnded = ({ chains }: EffectBatch, resumed: readonly ChainOutcome[]): boolean =>
  resumed.length === chains.length && resumed.every(({ ended }) => ended === true);
