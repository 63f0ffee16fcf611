import { workflowInfo } from '@temporalio/workflow';

/** The end of the task before (or the start of the run), and the schedule and the start of the current one. */
const OF_EACH_TASK = 3;

/**
 * I12: Tells by the numbers of events alone that no task was lost since the last one that was completed. The run knows
 * some of the events that must have come since it: where there are no others, no loss is among them, since each lost task
 * leaves three or more, or comes after one that does. It must never count an event that is not there.
 */
export class KnownEvents {
  /** The event with which the current task began. */
  private task = 0;
  /** The last one that is known to come before the end of the task before. 0: there was none, or none was seen. */
  private before = 0;
  private signals = 0;
  private markers = 0;
  /** Size of the history when the current task began. */
  private size = 0;
  private begun = false;

  /** A signal has come with the current task. */
  signalled(): void {
    this.look();
    this.signals += 1;
  }

  /**
   * A local activity has ended within the current task, which its marker follows if the activity has begun there, too. Of
   * one that ends while its task is completed early, because a query came with it, the marker comes before the next task.
   */
  marked(begunIn: number): void {
    this.look();
    if (begunIn === this.task) this.markers += 1;
  }

  /**
   * True if no worker had the records of the current task in one that was lost. What is begun in a replay was begun
   * before, perhaps in a task that was completed early: there the events show no loss, although a worker may be lost.
   */
  get showNoLoss(): boolean {
    const { historyLength, unsafe } = workflowInfo();
    const known = this.before + OF_EACH_TASK + this.signals;
    return !unsafe.isReplaying && this.begun && this.task === historyLength && historyLength === known;
  }

  private look(): void {
    const { historyLength, historySize } = workflowInfo();
    if (historyLength === this.task) return;
    // A query of a closed run replays what came for a task that nobody had, too. The end of the run then has the number that
    // the beginning of the task would have, but only a beginning tells how large the history has become.
    this.begun = historySize > this.size;
    this.size = historySize;
    this.before = this.task + this.markers;
    this.task = historyLength;
    this.signals = 0;
    this.markers = 0;
  }
}
