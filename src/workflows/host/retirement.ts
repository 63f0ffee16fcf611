// The end of an idle key. Its state goes to the shelf of its key, and its run completes; the next record brings it back.
//
// I7  From the moment that the state is on its way to the shelf, no turn begins: what lies there is the state of the key,
//     or the key has been recalled from there. The run completes in the step in which it sees that it would carry just
//     what it has put there; the server refuses to complete a run that has been sent something meanwhile, and then the
//     step is repeated with that in sight.
import { condition, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Carried, HostInput, RecordsSignal } from '../../model/contract/contract';
import type { Activities } from '../../model/contract/effect-contract';

const { mayRetire } = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  // Tried by the server, without history, for as long as the offsets are not committed.
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '10 minutes' },
});
const { shelveKey, recallKey } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '250 milliseconds', maximumInterval: '10 seconds' },
});

/** What a workflow shows of itself to be retired. */
export interface RetiringHost {
  /** Nothing is open. */
  readonly idle: boolean;
  /** Input of the run that would follow at this moment. */
  next(): HostInput;
  /** Takes turns again. */
  resume(): void;
}

/** Where the state of the key is. What was put on the shelf is kept as JSON, to be compared with what there is later. */
type Phase =
  /** Here, and turns are taken. */
  | { readonly kind: 'awake' }
  /** On its way to the shelf. */
  | { readonly kind: 'shelving'; readonly state: string }
  /** On the shelf, and nothing had come when it got there. */
  | { readonly kind: 'shelved'; readonly state: string }
  /** Here again: something has come, and the shelf learns that what it has is old. */
  | { readonly kind: 'recalling' };

/** Goes from awake to shelving and shelved; by recalling, back to awake in this run, or on to the next run. */
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

  /** The bridge says with each signal how long a key of the route may be quiet. */
  onSignal({ retireAfterMs }: RecordsSignal): void {
    if (retireAfterMs !== undefined) this.afterMs = retireAfterMs;
  }

  /** Something happens to the key: its quiet begins anew. */
  restartQuiet(): void {
    this.quietSince = Date.now();
  }

  /** Turns may begin. */
  get awake(): boolean {
    return this.phase.kind === 'awake';
  }

  get shelved(): boolean {
    return this.phase.kind === 'shelved';
  }

  /** False while the state is on its way to the shelf, or back: no run may follow before it is known where it is. */
  get decided(): boolean {
    return this.awake || this.shelved;
  }

  carry(): Pick<Carried, 'shelvings' | 'quietSince'> {
    return {
      ...(this.shelvings === 0 ? {} : { shelvings: this.shelvings }),
      ...(this.afterMs === undefined ? {} : { quietSince: this.quietSince }),
    };
  }

  /** For the input of the next run. */
  get known(): Pick<HostInput, 'retireAfterMs'> {
    return this.afterMs === undefined ? {} : { retireAfterMs: this.afterMs };
  }

  /** Until the state is on the shelf. One timer for each time that the key may be idle for so long: records do not reset it. */
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

  /** True when the run may complete in this very step. If it may not, no run may find its state on the shelf. */
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

  /** What lies on the shelf is old from now on. Only then may anything move. */
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
    // Tried again when it has been idle for as long once more.
    else this.quietSince = Date.now();
  }
}
