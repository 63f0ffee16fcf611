// I7: the first moments of a run that follows a closed one. Bridges may already send to it while older records are still
// on their way from the held-key workflow. Its watermarks would pass those, and they would be dropped as duplicates; so
// what bridges send waits aside until nothing older can come.
//
// That moment is known: the held-key workflow completes only when it is empty and no signal is pending, in one step of
// the server, and what is closed takes no signals any more.
import { defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import {
  HANDOVER_SIGNAL,
  RECORDS_SIGNAL,
  type Carried,
  type HostInput,
  type RecordsSignal,
} from '../../model/contract/contract';
import type { Activities } from '../../model/contract/effect-contract';
import type { Stream, WireRecord } from '../../model/record';
import { AsideRecords } from '../chain/aside-records';

const { handedOver } = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '250 milliseconds', backoffCoefficient: 1.5, maximumInterval: '5 seconds' },
});

export class Handover {
  /** Signals with records that this run has taken. */
  signals = 0;
  private heldWorkflowIds: readonly string[];
  private readonly aside: AsideRecords;

  constructor(
    { handover, carried }: HostInput,
    private readonly accept: (stream: Stream, record: WireRecord) => void,
    private readonly listeners: readonly { onSignal(signal: RecordsSignal): void }[],
  ) {
    this.heldWorkflowIds = handover?.heldWorkflowIds ?? [];
    this.aside = new AsideRecords(carried?.aside);
  }

  get pending(): boolean {
    return this.heldWorkflowIds.length > 0;
  }

  /** Nothing older can come any more, and nothing waits aside. */
  get complete(): boolean {
    return !this.pending && this.aside.size === 0;
  }

  listen(): void {
    setHandler(defineSignal<[RecordsSignal]>(RECORDS_SIGNAL), (signal) => {
      this.signals += 1;
      for (const listener of this.listeners) listener.onSignal(signal);
      this.direct(signal);
    });
    setHandler(defineSignal<[RecordsSignal]>(HANDOVER_SIGNAL), (signal) => {
      this.signals += 1;
      this.handed(signal);
    });
  }

  /** Records from a bridge. */
  private direct({ stream, records }: RecordsSignal): void {
    for (const record of records) {
      if (this.pending) this.aside.keep(stream, record);
      else this.accept(stream, record);
    }
  }

  /**
   * Records from a held-key workflow, which come in order. Those aside may stand between them: one bridge sent here what
   * another went on from there. Of two held-key workflows neither is known to be ahead, so all waits.
   */
  private handed({ stream, records }: RecordsSignal): void {
    for (const record of records) {
      if (this.heldWorkflowIds.length > 1) {
        this.aside.keep(stream, record);
        continue;
      }
      for (const older of this.aside.takeBefore(stream, record)) this.accept(older.stream, older.record);
      this.accept(stream, record);
    }
  }

  /** Ends the handover. A run that continues as new before asks again in the next one. */
  async finish(): Promise<void> {
    for (const heldWorkflowId of this.heldWorkflowIds) {
      await handedOver(heldWorkflowId);
      this.heldWorkflowIds = this.heldWorkflowIds.slice(1);
    }
    for (const { stream, record } of this.aside.takeAll()) this.accept(stream, record);
  }

  carry(): Pick<Carried, 'aside'> {
    const aside = this.aside.carry();
    return aside.length === 0 ? {} : { aside };
  }

  /** Input of the next run, without `handover` once nothing is pending. */
  continued({ handover, ...input }: HostInput): HostInput {
    if (handover === undefined || !this.pending) return input;
    return { ...input, handover: { heldWorkflowIds: this.heldWorkflowIds } };
  }
}
