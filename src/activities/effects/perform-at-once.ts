import { Context } from '@temporalio/activity';
import type { AtOnceAnswer, TaskPlace } from '../../model/contract/at-once-contract';
import type { ChainOutcome, ChainWork, EffectBatch } from '../../model/contract/effect-contract';
import type { Destination } from '../destinations/call/destination';
import { TaskFence } from '../task-fence';
import { allEnded } from './all-ended';
import { AtOncePace } from './at-once-pace';
import { batchEnvironment } from './batch-environment';
import { BatchLedger } from './batch-ledger';
import { ChainPerformer } from './chain-performer';
import type { EffectDeps } from './effect-deps';
import { QUICK_MS, SlowKeys } from './slow-keys';
import { tellRepeated } from './tell-repeated';

const LOST = 'Nothing shows that no worker was lost that had these records in an earlier workflow task.';
/** The server may have seen the loss, and given the task away, a moment before the worker has. */
const LOST_AGAIN_MS = 1_000;
/** A server that does not say what it knows would bring each record in doubt. */
const UNANSWERED_PAUSE_MS = 30_000;
/** A key with a workflow of its own keeps nobody waiting but commands and queries of its own. */
const QUICK_FOR_KEY_MS = 1_500;
const YOUNG_MS = 1_000;
const CLOCKS_APART_MS = 100;
const NOTHING: AtOnceAnswer = { outcomes: [] };

export interface AtOnceDeps extends EffectDeps {
  /** How many workflow tasks the worker takes at the same time. */
  readonly workflowTasks: number;
  /** What the history of a run says of its task. */
  taskHistory(
    execution: { readonly workflowId: string; readonly runId: string },
    task: Pick<TaskPlace, 'startedId' | 'signals'>,
  ): Promise<{ readonly first: boolean; readonly lostBegan?: number; readonly unseen: number }>;
}

/** Performs a batch inside the workflow task that asks for it, as far as its calls surely end before the task does (I6). */
export const performAtOnce = (
  deps: AtOnceDeps,
  slowKeys = new SlowKeys(),
): ((batch: EffectBatch, task: TaskPlace) => Promise<AtOnceAnswer>) => {
  // The other half is for tasks that wait for nobody.
  const pace = new AtOncePace(Math.floor(deps.workflowTasks / 2));
  return async (batch, task) => {
    const destination = calledBy(deps, batch);
    const { cancellationSignal } = Context.current();
    const fence = new TaskFence(task, destination?.timeoutMs ?? Infinity, [cancellationSignal, deps.closing]);
    try {
      // It comes before all else: what goes by an activity after this must be as free from doubt as what is called here.
      const lost = await lossBefore(deps, task);
      if (lost !== undefined) {
        tellRepeated(deps, batch);
        return lost;
      }
      const ledger = new BatchLedger(deps, batch, false);
      // Lines in Kafka may take long, and so may a call that waits for others.
      if (ledger.wants.exported || destination?.full !== false || fence.late) return NOTHING;
      const quickMs = quickFor(deps, batch);
      if (!pace.admits(batch.route)) return { ...NOTHING, pauseMs: pace.pauseMs(batch.route) };
      const { workflowId = '' } = Context.current().info.workflowExecution ?? {};
      const quick = batch.chains.filter(({ chain }) => !slowKeys.has(workflowId, chain));
      if (quick.length === 0) return NOTHING;
      const environment = batchEnvironment(deps, batch, {
        ledger: ledger.wants,
        lostSince: undefined,
        signal: fence.signal,
        mustStop: () => fence.late || deps.draining.aborted,
      });
      const performed = (work: ChainWork): Promise<ChainOutcome> =>
        slowKeys.inTask(
          workflowId,
          work.chain,
          () => new ChainPerformer(work, environment, undefined).perform(),
          quickMs,
        );
      const perform = (): Promise<readonly ChainOutcome[]> => allEnded(quick.map(performed), fence.stop);
      return { outcomes: ledger.replyOf(await pace.timed(batch.route, perform, quickMs)) };
    } finally {
      fence.close();
    }
  };
};

/** A task that is not as young as it should be has had a delay that nobody has foreseen: then the server is asked, too. */
const isSurelyFirst = ({ first, startedAt }: TaskPlace): boolean => {
  const ageMs = Date.now() - startedAt;
  return first === true && ageMs >= -CLOCKS_APART_MS && ageMs <= YOUNG_MS;
};

const quickFor = ({ routes }: AtOnceDeps, { route }: EffectBatch): number =>
  routes.find(({ name }) => name === route)?.lanes === 0 ? QUICK_FOR_KEY_MS : QUICK_MS;

/** Undefined if the route is none of `deliver`, whose only call this is. */
const calledBy = ({ routes, destinations }: AtOnceDeps, { route }: EffectBatch): Destination | undefined => {
  const deliver = routes.find(({ name }) => name === route)?.deliver;
  return deliver && destinations.get(deliver.to);
};

/**
 * I12: what an earlier worker did in a task that it did not complete is nowhere in the workflow. Undefined if the history
 * shows that there is no such task. I6: a call that it began ends before its own task does, which the server may have
 * given away earlier, for instance because too many signals came meanwhile.
 */
const lossBefore = async (deps: AtOnceDeps, task: TaskPlace): Promise<AtOnceAnswer | undefined> => {
  if (isSurelyFirst(task)) return undefined;
  const { workflowExecution } = Context.current().info;
  const seen = workflowExecution && (await deps.taskHistory(workflowExecution, task).catch(() => undefined));
  if (seen?.first === true) return undefined;
  const endedInMs = (seen?.lostBegan ?? task.startedAt) + task.timeoutMs - Date.now();
  const lost = { message: LOST, againInMs: Math.max(LOST_AGAIN_MS, endedInMs), unseen: seen?.unseen ?? 0 };
  return { outcomes: [], lost, ...(seen === undefined ? { pauseMs: UNANSWERED_PAUSE_MS } : {}) };
};
