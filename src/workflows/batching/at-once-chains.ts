import { CancellationScope, patched, workflowInfo } from '@temporalio/workflow';
import { endsInTask } from '../../model/at-once';
import type { AtOnceAnswer, TaskPlace } from '../../model/contract/at-once-contract';
import { AT_ONCE_WORKFLOW, type RecordsSignal } from '../../model/contract/contract';
import type { ChainOutcome, ChainWork } from '../../model/contract/effect-contract';
import { KnownEvents } from './known-events';
import { AtOnceTask, type AloneChain, type AtOnceRun, type BegunTask } from './at-once-task';

/** Older versions took the records of such signals by activities. */
const AT_ONCE = 'calls-at-once';

/** The chains whose records came alone, so that their calls may be made inside the workflow task that brought them. */
export class AtOnceChains {
  /** The task of the last signal whose records came alone. */
  private place: BegunTask | undefined;
  private tasks: readonly AtOnceTask[] = [];
  private readonly events = new KnownEvents();
  /** A worker has said that nobody need ask it before. */
  private pausedUntil = 0;
  /** Records that could have gone the short way, had the run been marked. */
  private before = 0;
  /** The task that writes the mark. */
  private markedIn: number | undefined;

  constructor(
    private readonly perform: (works: readonly ChainWork[], place: TaskPlace) => Promise<AtOnceAnswer>,
    private readonly run: AtOnceRun,
  ) {}

  /** True while it is not known whether a worker was lost, so that the run may not end. */
  get pending(): boolean {
    return this.tasks.some((task) => task.pending);
  }

  /** The bridge has said of this signal if no others waited for the workflow. */
  onSignal({ atOnceMs }: RecordsSignal): void {
    this.events.signalled();
    const { historyLength: startedId, taskTimeoutMs: timeoutMs } = workflowInfo();
    const fits = atOnceMs !== undefined && endsInTask(atOnceMs, timeoutMs);
    this.place = fits ? { startedId, startedAt: Date.now(), timeoutMs } : undefined;
  }

  /** The first record has come for a chain at rest. Its calls may begin in this task, and could have in a lost one. */
  begins(chain: AloneChain | undefined): void {
    const { place } = this;
    if (chain === undefined || place === undefined) return;
    if (place.startedId !== workflowInfo().historyLength || Date.now() < this.pausedUntil || !this.isMarked(place))
      return;
    this.tasks = this.tasks.filter(({ over }) => !over);
    const known = this.tasks.find(({ startedId }) => startedId === place.startedId);
    const task = known ?? this.newTask(place);
    task.add(chain);
    if (known === undefined) this.tasks = [...this.tasks, task];
  }

  /**
   * I12: An older worker that a lost task is given to would know of no loss, and call without a doubt. It fails on the type
   * of this run, or else on a mark, once that is in the history. The task that writes the mark may be lost with it. The
   * first record of a run writes none, so that new keys, of which many get no other, do not pay for it.
   */
  private isMarked({ startedId }: BegunTask): boolean {
    if (workflowInfo().workflowType === AT_ONCE_WORKFLOW) return true;
    this.before += 1;
    if (this.before < 2 || !patched(AT_ONCE)) return false;
    this.markedIn ??= startedId;
    return this.markedIn < startedId;
  }

  private newTask(place: BegunTask): AtOnceTask {
    const { perform, run } = this;
    // Signal handlers run in the workflow's own scope, which a cancel request would end.
    return new AtOnceTask(place, {
      perform: async (works, signals) => {
        const first = this.events.showNoLoss ? ({ first: true } as const) : {};
        try {
          const answer = await CancellationScope.nonCancellable(() => perform(works, { ...place, signals, ...first }));
          if (answer.pauseMs !== undefined) this.pausedUntil = Date.now() + answer.pauseMs;
          return answer;
        } finally {
          this.events.marked(place.startedId);
        }
      },
      ...run,
    });
  }

  /** What was done for the chain inside its task; undefined if it is none of these chains. */
  submit(work: ChainWork): Promise<ChainOutcome | 'by-activity'> | undefined {
    return this.tasks.find((task) => task.has(work.chain))?.submit(work);
  }
}
