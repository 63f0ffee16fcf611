import { defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import { LEAVE_SIGNAL } from '../../model/contract/contract';

/** Temporal suggests leaving at 4,096 events; this many signals or records come earlier where signals are large. */
const MAX_SIGNALS = 2_000;
const MAX_RECORDS = 50_000;

/** How long a run may still get. */
export class RunLength {
  /** Records that the run was sent. */
  records = 0;
  private ended = false;

  /** Workers of another build may ask it to end. */
  listen(): void {
    setHandler(defineSignal(LEAVE_SIGNAL), () => {
      this.end();
    });
  }

  /** It is to continue as new as soon as it can. */
  end(): void {
    this.ended = true;
  }

  isFull(signals = 0): boolean {
    return this.ended || workflowInfo().continueAsNewSuggested || signals >= MAX_SIGNALS || this.records >= MAX_RECORDS;
  }
}
