import { ApplicationFailure, Context } from '@temporalio/activity';
import type { ChainOutcome, EffectBatch } from '../model/effect-contract';
import type { ActivityDeps } from './activity-deps';
import { AttemptFence } from './attempt-fence';
import { ChainPerformer } from './chain-performer';
import { ReferenceReader } from './reference-reader';
import { ReplyBudget } from './reply-budget';

/**
 * Time after which a batch begins no further record and answers what is settled: a workflow that must continue as new,
 * and chains whose batch it shares, wait no longer than this and one call.
 */
const BATCH_BUDGET_MS = 10_000;

/** Performs a batch: chains beside each other, the records of each in order. Answers outcomes, see the contract. */
export const performEffects =
  (deps: ActivityDeps) =>
  async (batch: EffectBatch): Promise<readonly ChainOutcome[]> => {
    const context = Context.current();
    const { info } = context;
    const resumed = new Map(((info.heartbeatDetails ?? []) as readonly ChainOutcome[]).map((o) => [o.chain, o]));
    let performers: readonly ChainPerformer[] = [];
    const fence = await AttemptFence.open({
      heartbeatTimeoutMs: info.heartbeatTimeoutMs ?? 15_000,
      ageMs: Date.now() - info.currentAttemptScheduledTimestampMs,
      cancelled: context.cancellationSignal,
      closing: deps.closing,
      beat: () => {
        // Before they begin, what the lost attempt reported still stands; an empty report would undo it.
        const progress =
          performers.length === 0 ? Array.from(resumed.values()) : performers.map(({ progress }) => progress);
        // The SDK's own, for its local timers; the confirmed one, for the fence.
        context.heartbeat(progress);
        return deps.heartbeat(info.taskToken, progress);
      },
    });
    const endsAt = Date.now() + BATCH_BUDGET_MS;
    const environment = {
      gateway: batch.gateway,
      route: deps.routes.find(({ name }) => name === batch.route),
      destinations: deps.destinations,
      callbackLinks: deps.callbackLinks,
      workflowId: info.workflowExecution?.workflowId ?? '',
      references: new ReferenceReader(batch.route, (request) => deps.readRecords(request)),
      replies: new ReplyBudget(),
      signal: fence.signal,
      mustStop: (): boolean => fence.lost || deps.draining.aborted || Date.now() > endsAt,
    };
    performers = batch.chains.map((work) => new ChainPerformer(work, environment, resumed.get(work.chain)));
    try {
      const outcomes = await Promise.all(performers.map((performer) => performer.perform()));
      if (fence.lost)
        throw ApplicationFailure.retryable('The attempt lost its heartbeat and stopped.', 'AttemptFenced');
      return outcomes;
    } finally {
      fence.close();
    }
  };
