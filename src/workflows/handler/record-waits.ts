// Waits of a handler that outlive the run of its workflow. What a wait needs is kept among the head record's steps.
// When the run continues as new, the handler is abandoned and runs again from its start in the next run, where each
// wait takes up what it kept.
import { condition, proxyActivities } from '@temporalio/workflow';
import { msToNumber, type Duration } from '@temporalio/common/lib/time';
import type { ChildOutcome } from '../../model/contract/child-contract';
import type { RememberedChild, RememberedWait } from '../../model/contract/remembered-wait';
import type { Activities, RecordWork } from '../../model/contract/effect-contract';
import { bytesFromBase64 } from '../../model/base64';
import { jsonSize } from '../../model/json/json-size';
import type { AnswerBudget } from '../head/answer-limits';
import type { Chain } from '../chain/chain';
import { asGiven } from './as-given';
import { assertChild } from './assert-given';
import { childClaim, waitClaim, type Claim } from '../head/claim';
import { refusedAsJson } from '../turn/refused-as-json';
import { EffectError } from '../head/record-failure';
import type { ChildOptions, StepOptions } from './record-context';
import type { Step } from './record-steps';
import type { TurnHost } from '../turn/turn-host';
import { defined } from '../../model/defined';

const { awaitChild } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '30 seconds' },
});

/** Time between two questions for a child's result: it bounds the delay, and an hour costs a few hundred events. */
const FIRST_QUESTION_AFTER_MS = 500;
const LONGEST_BETWEEN_MS = 30_000;
const LONGEST_WAIT_MS = 10 * 366 * 24 * 3_600_000;

/** What waits may use of their handler's run. */
export interface WaitingRun {
  readonly chain: Chain;
  readonly host: TurnHost;
  readonly work: RecordWork;
  /** When this run of the handler began, in milliseconds since 1970. */
  readonly begunAt: number;
  claim(step: string | undefined, claim: Claim, bytes?: number): Step;
  /**
   * Settles what earlier records deferred, which makes the record its key's head. Throws if the run must not go on. `acts`:
   * the record must not be settled without it.
   */
  begin(acts?: boolean): Promise<void>;
  /** Throws when the run has ended or the workflow leaves. */
  checkOn(): void;
  remember(step: Step, wait: RememberedWait): void;
  readonly answers: AnswerBudget;
}

/** @throws Error in words for the handler's author. */
export const waitMs = (duration: Duration): number => {
  const waitsMs = msToNumber(duration);
  if (waitsMs >= 0 && waitsMs <= LONGEST_WAIT_MS) return waitsMs;
  throw new Error(`Expected a duration of up to ten years such as '30 minutes', got ${JSON.stringify(duration)}.`);
};

export class RecordWaits {
  constructor(private readonly run: WaitingRun) {}

  async sleep(duration: Duration, options: StepOptions): Promise<void> {
    const step = this.run.claim(options.step, waitClaim('sleep'));
    const endsAt = Date.now() + waitMs(duration);
    await this.run.begin();
    const known = this.run.chain.progress.waitOf(step.name, 'sleep');
    const until = known?.until ?? endsAt;
    if (known === undefined) this.run.remember(step, { wait: 'sleep', until });
    if (until > Date.now()) await this.run.host.sleepUntil({}, until);
    this.run.checkOn();
  }

  async condition(holds: () => boolean, timeout: Duration | undefined, options: StepOptions): Promise<boolean> {
    const step = this.run.claim(options.step, waitClaim('condition'));
    const endsAt = timeout === undefined ? undefined : Date.now() + waitMs(timeout);
    await this.run.begin();
    const known = this.run.chain.progress.waitOf(step.name, 'condition');
    if (known?.met !== undefined) return known.met;
    const until = known === undefined ? endsAt : known.until;
    const wait = { wait: 'condition', ...defined({ until }) } as const;
    this.run.remember(step, wait);
    const met = await meets(holds, until, this.run.host);
    this.run.checkOn();
    this.run.remember(step, { ...wait, met });
    return met;
  }

  async executeChild(workflowType: string, { args = [], taskQueue, ...options }: ChildOptions): Promise<unknown> {
    const { chain, host, work } = this.run;
    assertChild(workflowType, args);
    const json = JSON.stringify(args);
    const refused = refusedAsJson(`What the child ${workflowType} is given`, args, json);
    if (refused !== undefined) throw new Error(refused);
    const given = asGiven(args, json);
    const claim = childClaim(workflowType, given, taskQueue, this.run.begunAt);
    const step = this.run.claim(options.step, claim, jsonSize(JSON.stringify([workflowType, given])));
    await this.run.begin(true);
    let child: RememberedChild = chain.progress.waitOf(step.name, 'child') ?? { wait: 'child', attempt: 1 };
    for (let asked = 0; ; asked += 1) {
      if (child.completed !== undefined) return resultOf(child.completed);
      this.run.checkOn();
      chain.progress.childAsked(step.name);
      const outcome = await awaitChild({
        gateway: host.gateway,
        route: host.route,
        chain: chain.id,
        stream: work.stream,
        position: work.position,
        ...defined({ revision: work.revision }),
        step: step.name,
        attempt: child.attempt,
        workflowType,
        args: given,
        ...defined({ taskQueue }),
        ...(child.started === true ? { started: true } : {}),
      });
      this.run.checkOn();
      child = this.childAfter(outcome, step, child);
      this.run.remember(step, child);
      if (outcome.state === 'failed') throw new EffectError({ ...outcome.failure, step: step.name });
      if (outcome.state === 'running') {
        const pauseMs = Math.min(FIRST_QUESTION_AFTER_MS * 2 ** asked, LONGEST_BETWEEN_MS);
        await host.sleepUntil({}, Date.now() + pauseMs);
      }
    }
  }

  /** What to keep of the child after this answer. */
  private childAfter(outcome: ChildOutcome, step: Step, child: RememberedChild): RememberedChild {
    switch (outcome.state) {
      case 'running':
        return { ...child, started: true };
      case 'failed':
        // A retry of the record starts another child, under another name.
        return { wait: 'child', attempt: child.attempt + 1 };
      case 'completed':
        this.run.answers.take(step.name, jsonSize(JSON.stringify(outcome)));
        return {
          ...child,
          started: true,
          completed: { result: outcome.result, ...defined({ base64: outcome.base64 }) },
        };
    }
  }
}

const resultOf = ({ result, base64 }: NonNullable<RememberedChild['completed']>): unknown =>
  base64 === undefined ? result : bytesFromBase64(base64);

/** Waits until the handler's condition holds (true), `until` has come (false), or the run leaves. */
const meets = async (holds: () => boolean, until: number | undefined, host: TurnHost): Promise<boolean> => {
  const waiter = {};
  let late = until !== undefined && until <= Date.now();
  if (until !== undefined && !late) {
    void host.sleepUntil(waiter, until).then(() => {
      late = true;
    });
  }
  let met = false;
  let thrown: { readonly error: unknown } | undefined;
  await condition(() => {
    try {
      met = holds();
    } catch (error) {
      // Thrown here, it would fail the workflow task for ever; the handler must get it instead.
      thrown = { error };
    }
    return met || late || thrown !== undefined || host.leaving;
  });
  host.endSleep(waiter);
  if (thrown !== undefined) throw thrown.error;
  return met;
};
