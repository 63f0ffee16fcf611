// This gauge estimates how far workflow histories have grown (I10). Signals make a history grow whether or not a worker
// runs, and the server closes a run at 50 MB; its records would then wait for an operator. So the bridge counts what it
// sends to a run and looks at the run now and then, since other bridges send to it too. As the run grows, the bridge
// sends less, then nothing, until the run has continued as new.

/** From 4 MB on, a run is asked to continue as new and soon does. A larger one is overloaded: it gets positions. */
const REFERENCES_FROM_BYTES = 5 * 1024 * 1024;
/** This is far below the limit: several bridges may send between two looks, and a worker must read it all at once. */
const NOTHING_FROM_BYTES = 8 * 1024 * 1024;
const LOOK_EVERY_BYTES = 2 * 1024 * 1024;
/** The number of most recently signalled workflows to remember. A forgotten one is counted from scratch. */
const REMEMBERED = 10_000;

export interface RunSize {
  readonly runId: string;
  readonly historyBytes: number;
}

/** What may be sent to a workflow. */
export type Capacity = 'payloads' | 'references' | 'nothing';

interface GaugedRun extends RunSize {
  /** Bytes sent since the last look. */
  readonly sentBytes: number;
}

export class HistoryGauge {
  private readonly runs = new Map<string, GaugedRun>();

  /** `look` returns undefined for a workflow that does not run. */
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

  /** True if it has counted lately what was sent to the workflow. */
  knows(workflowId: string): boolean {
    return this.runs.has(workflowId);
  }

  /** Call this for each signal that has become durable, with the run that received it. */
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
