import { Context } from '@temporalio/activity';
import type { TaskPlace } from '../../model/contract/at-once-contract';
import type { ChainOutcome, ChainWork, EffectBatch } from '../../model/contract/effect-contract';
import type { Destination } from '../destinations/call/destination';
import { TaskFence } from '../task-fence';
import { allEnded } from './all-ended';
import { AtOncePace } from './at-once-pace';
import { batchEnvironment } from './batch-environment';
import { BatchLedger } from './batch-ledger';
import { ChainPerformer } from './chain-performer';
import type { EffectDeps } from './effect-deps';

const LOST = 'The worker of an earlier attempt at the workflow task was lost.';
const LOST_AGAIN_MS = 1_000;

export interface AtOnceDeps extends EffectDeps {
  /** How many workflow tasks the worker takes at the same time. */
  readonly workflowTasks: number;
  /** Number of the attempt at the current task of a run, from 1; undefined if the run has no task or has ended. */
  taskAttempt(workflowId: string, runId: string): Promise<number | undefined>;
}

/** Performs a batch inside the workflow task that asks for it, as far as its calls surely end before the task does (I6). */
export const performAtOnce = (
  deps: AtOnceDeps,
): ((batch: EffectBatch, task: TaskPlace) => Promise<readonly ChainOutcome[]>) => {
  // The other half is for tasks that wait for nobody.
  const pace = new AtOncePace(Math.floor(deps.workflowTasks / 2));
  return async (batch, task) => {
    const ledger = new BatchLedger(deps, batch, false);
    const destination = calledBy(deps, batch);
    // Lines in Kafka may take long, and so may a call that waits for others.
    if (ledger.wants.exported || destination?.full !== false || !pace.admits(batch.route)) return [];
    const fence = new TaskFence(task, destination.timeoutMs, [Context.current().cancellationSignal, deps.closing]);
    try {
      if (fence.late) return [];
      const attempt = await attemptAtTask(deps);
      if (attempt === undefined) return [];
      if (attempt > 1) return batch.chains.map(lost);
      const environment = batchEnvironment(deps, batch, {
        ledger: ledger.wants,
        lostSince: undefined,
        signal: fence.signal,
        mustStop: () => fence.late || deps.draining.aborted,
      });
      const performers = batch.chains.map((work) => new ChainPerformer(work, environment, undefined));
      const perform = (): Promise<readonly ChainOutcome[]> =>
        allEnded(
          performers.map((performer) => performer.perform()),
          fence.stop,
        );
      return ledger.replyOf(await pace.timed(batch.route, perform));
    } finally {
      fence.close();
    }
  };
};

/** Undefined if the route is none of `deliver`, whose only call this is. */
const calledBy = ({ routes, destinations }: AtOnceDeps, { route }: EffectBatch): Destination | undefined => {
  const deliver = routes.find(({ name }) => name === route)?.deliver;
  return deliver && destinations.get(deliver.to);
};

/** From 1; undefined if the server does not say. */
const attemptAtTask = async (deps: AtOnceDeps): Promise<number | undefined> => {
  const { workflowExecution } = Context.current().info;
  if (workflowExecution === undefined) return undefined;
  return deps.taskAttempt(workflowExecution.workflowId, workflowExecution.runId).catch(() => undefined);
};

/**
 * I12: what an earlier attempt at the task did is nowhere in the workflow. Its calls may have been made; those of a worker
 * that lives have stopped when this one makes them again.
 */
const lost = ({ chain }: ChainWork): ChainOutcome => ({
  chain,
  settled: 0,
  failure: { code: 'destination-error', message: LOST, terminal: false, retryInMs: LOST_AGAIN_MS },
});
