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

export class Retirement {
  /** The state lies on the shelf, and nothing has come since. */
  over = false;
  /** No turn begins. */
  holding = false;
  private afterMs: number | undefined;
  private quietSince: number;
  private shelvings: number;
  private shelved = '';

  constructor(
    private readonly input: HostInput,
    private readonly host: RetiringHost,
    carried: Carried | undefined,
  ) {
    this.afterMs = input.retireAfterMs;
    this.quietSince = carried?.quietSince ?? Date.now();
    this.shelvings = carried?.shelvings ?? 0;
  }

  /** By the bridge, with each signal. */
  told({ retireAfterMs }: RecordsSignal): void {
    if (retireAfterMs !== undefined) this.afterMs = retireAfterMs;
  }

  moved(): void {
    this.quietSince = Date.now();
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

  /** Until it is over. One timer for each time that the key may have been idle for so long: records do not reset it. */
  async run(): Promise<void> {
    while (!this.over) {
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

  /** False while it is on its way to the shelf, or back: no run may follow before that is decided. */
  get settled(): boolean {
    return this.over || !this.holding;
  }

  /** True when the run may complete in this very step. If it may not, no run may find its state on the shelf. */
  async completes(): Promise<boolean> {
    if (!this.over) return false;
    if (this.unchanged) return true;
    await this.recall();
    return false;
  }

  private get unchanged(): boolean {
    return JSON.stringify(this.host.next()) === this.shelved;
  }

  /** What lies on the shelf is old from now on. Only then may anything move. */
  private async recall(): Promise<void> {
    this.over = false;
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
    this.holding = true;
    await this.shelve();
    if (this.over) return;
    this.holding = false;
    this.host.resume();
  }

  private async shelve(): Promise<void> {
    this.shelvings += 1;
    const { workflowId, workflowType, taskQueue, runId } = workflowInfo();
    const input = this.host.next();
    this.shelved = JSON.stringify(input);
    const { shelvings: number, life } = this;
    const answer = await shelveKey({ workflowId, workflowType, taskQueue, runId, life, number, input });
    if (answer === 'shelved' && this.unchanged) this.over = true;
    else if (answer === 'shelved') await this.recall();
    // Tried again when it has been idle for as long once more.
    else this.quietSince = Date.now();
  }
}
