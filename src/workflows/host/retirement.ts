// How an idle key ends. Its state goes to its shelf and its run completes; the next record brings the key back.
//
// I7  No turn begins once the state is on its way to the shelf: what lies there is the state of the key, or the key has
//     been recalled. The run completes in the same step in which it sees that it would carry exactly what it put there.
//     The server refuses to complete a run that has been sent something meanwhile; the step is then repeated and sees
//     that.
import { condition, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Carried, HostInput, RecordsSignal } from '../../model/contract/contract';
import type { Activities } from '../../model/contract/effect-contract';

const { mayRetire } = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  // The server retries this, without history, until the offsets are committed.
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '10 minutes' },
});
const { shelveKey, recallKey } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '250 milliseconds', maximumInterval: '10 seconds' },
});

/** What retirement may use of the workflow. */
export interface RetiringHost {
  /** True when nothing is open. */
  readonly idle: boolean;
  /** The input of the run that would follow now. */
  next(): HostInput;
  /** Lets the chains take turns again. */
  resume(): void;
}

/** Where the state of the key is. What was put on the shelf is kept as JSON, for comparison with the later state. */
type Phase =
  /** The state is here, and turns are taken. */
  | { readonly kind: 'awake' }
  /** The state is on its way to the shelf. */
  | { readonly kind: 'shelving'; readonly state: string }
  /** The state is on the shelf, and nothing had come when it got there. */
  | { readonly kind: 'shelved'; readonly state: string }
  /** Something has come, so the state is here again and the shelf is told that its copy is out of date. */
  | { readonly kind: 'recalling' };

/** Goes from awake to shelving and shelved; recalling leads back to awake in this run, or on to the next run. */
export class Retirement {
  private phase: Phase = { kind: 'awake' };
  private afterMs: number | undefined;
  private quietSince: number;
  private shelvings: number;

  constructor(
    private readonly input: HostInput,
    private readonly host: RetiringHost,
    carried: Carried | undefined,
  ) {
    this.afterMs = input.retireAfterMs;
    this.quietSince = carried?.quietSince ?? Date.now();
    this.shelvings = carried?.shelvings ?? 0;
  }

  /** Takes from a bridge's signal how long a key of the route may be quiet. */
  onSignal({ retireAfterMs }: RecordsSignal): void {
    if (retireAfterMs !== undefined) this.afterMs = retireAfterMs;
  }

  /** Starts the quiet time anew, because something happens to the key. */
  restartQuiet(): void {
    this.quietSince = Date.now();
  }

  /** True when turns may begin. */
  get awake(): boolean {
    return this.phase.kind === 'awake';
  }

  get shelved(): boolean {
    return this.phase.kind === 'shelved';
  }

  /** False while the state is on its way to the shelf or back: no run may follow before its place is known. */
  get decided(): boolean {
    return this.awake || this.shelved;
  }

  carry(): Pick<Carried, 'shelvings' | 'quietSince'> {
    return {
      ...(this.shelvings === 0 ? {} : { shelvings: this.shelvings }),
      ...(this.afterMs === undefined ? {} : { quietSince: this.quietSince }),
    };
  }

  /** What the input of the next run needs. */
  get known(): Pick<HostInput, 'retireAfterMs'> {
    return this.afterMs === undefined ? {} : { retireAfterMs: this.afterMs };
  }

  /** Runs until the state is on the shelf, with one timer for each full quiet time, which records do not reset. */
  async run(): Promise<void> {
    while (!this.shelved) {
      const { afterMs } = this;
      if (afterMs === undefined) {
        await condition(() => this.afterMs !== undefined);
        continue;
      }
      const left = this.quietSince + afterMs - Date.now();
      if (left > 0) await condition(() => this.afterMs !== afterMs, left);
      else if (this.host.idle) await this.attempt();
      else await condition(() => this.host.idle);
    }
  }

  /** True when the run may complete in this very step. Otherwise the state is recalled: no other run may find it. */
  async completes(): Promise<boolean> {
    if (this.phase.kind !== 'shelved') return false;
    if (this.isStill(this.phase.state)) return true;
    await this.recall();
    return false;
  }

  /** The only writer of the phase. */
  private enter(phase: Phase): void {
    this.phase = phase;
  }

  private isStill(state: string): boolean {
    return JSON.stringify(this.host.next()) === state;
  }

  /** Tells the shelf that its copy is out of date. Only then may anything move. */
  private async recall(): Promise<void> {
    this.enter({ kind: 'recalling' });
    const { workflowId } = workflowInfo();
    await recallKey({ workflowId, number: this.shelvings, by: this.life });
  }

  private get life(): string {
    return this.input.asker ?? workflowInfo().firstExecutionRunId;
  }

  private async attempt(): Promise<void> {
    const since = this.quietSince;
    const { afterMs } = await mayRetire({
      route: this.input.route,
      watermarks: this.host.next().carried?.watermarks ?? [],
    });
    this.afterMs = afterMs;
    if (afterMs === undefined || since !== this.quietSince || since + afterMs > Date.now() || !this.host.idle) return;
    await this.shelve();
    if (this.shelved) return;
    this.enter({ kind: 'awake' });
    this.host.resume();
  }

  private async shelve(): Promise<void> {
    this.shelvings += 1;
    const { workflowId, workflowType, taskQueue, runId } = workflowInfo();
    const input = this.host.next();
    const state = JSON.stringify(input);
    this.enter({ kind: 'shelving', state });
    const { shelvings: number, life } = this;
    const answer = await shelveKey({ workflowId, workflowType, taskQueue, runId, life, number, input });
    if (answer === 'shelved' && this.isStill(state)) this.enter({ kind: 'shelved', state });
    else if (answer === 'shelved') await this.recall();
    // It tries again after the key has been idle for the same time once more.
    else this.quietSince = Date.now();
  }
}
