import { workflowInfo } from '@temporalio/workflow';
import { LEAVE_SIGNAL } from '../../model/contract/contract';
import { onBareSignal } from '../wire/checked-handlers';

/** Temporal suggests leaving at 4,096 events; with large signals, this many signals or records come earlier. */
const MAX_SIGNALS = 2_000;
const MAX_RECORDS = 50_000;

/** Tells when a run is full. */
export class RunLength {
  /** Number of records that the run was sent. */
  records = 0;
  private ended = false;

  /** Lets workers of another build ask the run to end. */
  listen(): void {
    onBareSignal(LEAVE_SIGNAL, () => {
      this.end();
    });
  }

  /** Makes the run continue as new as soon as it can. */
  end(): void {
    this.ended = true;
  }

  isFull(signals = 0): boolean {
    return this.ended || workflowInfo().continueAsNewSuggested || signals >= MAX_SIGNALS || this.records >= MAX_RECORDS;
  }
}
