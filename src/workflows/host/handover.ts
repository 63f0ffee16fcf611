// I7  The first moments of a run that follows a closed one. Bridges may already send to it while older records are
//     still on their way from the held-key workflow. Its watermarks would pass those, which would then be dropped as
//     duplicates; so what bridges send waits aside until nothing older can come.
//
// That moment is known: the held-key workflow completes only when it is empty and no signal is pending, in one step of
// the server, and a closed workflow takes no more signals.
import { proxyActivities } from '@temporalio/workflow';
import {
  HANDOVER_SIGNAL,
  RECORDS_SIGNAL,
  type Carried,
  type HostInput,
  type RecordsSignal,
} from '../../model/contract/contract';
import { defined } from '../../model/defined';
import type { Redone } from '../../model/contract/held-contract';
import type { Activities } from '../../model/contract/effect-contract';
import type { Stream, WireRecord } from '../../model/contract/record';
import { AsideRecords } from '../inbox/aside-records';
import { onRecords } from '../wire/on-records';
import { Refusals } from '../wire/refusals';
import type { MutableCounters } from './counters';

const { handedOver } = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '250 milliseconds', backoffCoefficient: 1.5, maximumInterval: '5 seconds' },
});

export class Handover {
  /** Number of signals with records that this run has taken. */
  signals = 0;
  private heldWorkflowIds: readonly string[];
  private readonly aside: AsideRecords;
  private readonly refusals: Refusals;

  constructor(
    { handover, carried }: HostInput,
    private readonly accept: (stream: Stream, record: WireRecord) => void,
    private readonly listeners: readonly { onSignal(signal: RecordsSignal): void }[],
    counters: MutableCounters,
  ) {
    this.refusals = new Refusals(counters);
    this.heldWorkflowIds = handover?.heldWorkflowIds ?? [];
    this.aside = new AsideRecords(carried);
  }

  get pending(): boolean {
    return this.heldWorkflowIds.length > 0;
  }

  /** True when nothing older can come and nothing waits aside. */
  get complete(): boolean {
    return !this.pending && this.aside.size === 0;
  }

  listen(): void {
    this.on(RECORDS_SIGNAL, this.sent.bind(this));
    this.on(HANDOVER_SIGNAL, (signal) => {
      if (signal.aside === true) this.sent(signal);
      else this.handed(signal);
    });
  }

  /** Counts every signal, also what is none of a bridge: the server counts it, too. */
  private on(name: string, take: (signal: RecordsSignal) => void): void {
    onRecords(name, this.refusals, (signal) => {
      this.signals += 1;
      if (signal !== undefined) take(signal);
    });
  }

  /** Takes records from a bridge. */
  private sent(signal: RecordsSignal): void {
    for (const listener of this.listeners) listener.onSignal(signal);
    const { stream, records } = signal;
    for (const record of records) {
      if (this.pending) this.aside.keep(stream, record);
      else this.accept(stream, record);
    }
  }

  /**
   * Takes records from a held-key workflow, which come in order. Records aside may belong between them, because one
   * bridge sent here while another still sent there. Of two held-key workflows neither is known to be ahead: all wait.
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

  /** Ends the handover. If the run continues as new first, the next one asks again. */
  async finish(): Promise<void> {
    for (const heldWorkflowId of this.heldWorkflowIds) {
      await handedOver(heldWorkflowId);
      this.heldWorkflowIds = this.heldWorkflowIds.slice(1);
    }
    for (const { stream, record } of this.aside.takeAll()) this.accept(stream, record);
  }

  carry(): Pick<Carried, 'aside' | 'asideEdited'> {
    return this.aside.carry();
  }

  /** Input of the next run, without `handover` once nothing is pending. What was paused stands in what is carried. */
  continued({ handover, ...given }: HostInput): HostInput {
    const { redone } = given;
    const input = redone?.pauses === undefined ? given : { ...given, redone: withoutPauses(redone) };
    if (handover === undefined || !this.pending) return input;
    return { ...input, handover: { heldWorkflowIds: this.heldWorkflowIds } };
  }
}

const withoutPauses = ({ since, marks, revisions, unknownRevisions, times, replaced }: Redone): Redone => ({
  since,
  marks,
  ...defined({ revisions, unknownRevisions, times, replaced }),
});
