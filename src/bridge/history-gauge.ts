// How far the histories of workflows have grown (I10). Signals make a history grow whether a worker runs or not, and the
// server closes a run at 50 MB; what it had would then wait for an operator. So the bridge counts what it sends to a
// run, looks at the run now and then, since other bridges send to it as well, and sends less, then nothing, until the run
// has continued as new.

/** A run is asked to leave from 4 MB on and soon does. One that is larger has more than it can take in: positions do. */
const REFERENCES_FROM_BYTES = 5 * 1024 * 1024;
/** Far from the end, for what several bridges send between two looks; and a worker must read all of it at once. */
const NOTHING_FROM_BYTES = 8 * 1024 * 1024;
const LOOK_EVERY_BYTES = 2 * 1024 * 1024;
/** Workflows that were signalled last. One that is forgotten is counted anew. */
const REMEMBERED = 10_000;

export interface RunSize {
  readonly runId: string;
  readonly historyBytes: number;
}

/** What a workflow can be sent. */
export type Capacity = 'payloads' | 'references' | 'nothing';

interface GaugedRun extends RunSize {
  /** Sent since the last look. */
  readonly sentBytes: number;
}

export class HistoryGauge {
  private readonly runs = new Map<string, GaugedRun>();

  /** `look` answers undefined for a workflow that does not run. */
  constructor(private readonly look: (workflowId: string) => Promise<RunSize | undefined>) {}

  /** @throws what `look` throws. */
  async capacity(workflowId: string): Promise<Capacity> {
    let run: RunSize | undefined = this.runs.get(workflowId);
    if (isDue(this.runs.get(workflowId))) {
      run = await this.look(workflowId);
      if (run === undefined) this.runs.delete(workflowId);
      else this.runs.set(workflowId, { ...run, sentBytes: 0 });
    }
    if (run === undefined || run.historyBytes < REFERENCES_FROM_BYTES) return 'payloads';
    return run.historyBytes < NOTHING_FROM_BYTES ? 'references' : 'nothing';
  }

  /** To be told of each signal that has become durable, and of the run that has it. */
  sent(workflowId: string, runId: string, bytes: number): void {
    const known = this.runs.get(workflowId);
    const run = known?.runId === runId ? known : { runId, historyBytes: 0, sentBytes: 0 };
    this.runs.delete(workflowId);
    this.runs.set(workflowId, { ...run, sentBytes: run.sentBytes + bytes });
    if (this.runs.size <= REMEMBERED) return;
    const [oldest] = this.runs.keys();
    if (oldest !== undefined) this.runs.delete(oldest);
  }
}

const isDue = (run: GaugedRun | undefined): boolean =>
  run !== undefined && (run.sentBytes >= LOOK_EVERY_BYTES || run.historyBytes >= NOTHING_FROM_BYTES);
