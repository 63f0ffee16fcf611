import type {
  AgentParameters,
  AgentStanding,
  AgentStatus,
  CarriedAgent,
  PolledItem,
  PollOutcome,
  PollWork,
} from '../../model/contract/agent-contract';
import type { EffectFailure } from '../../model/contract/effect-contract';
import type { Failure } from '../../model/contract/failure';
import { jsonSize } from '../../model/json/json-size';
import { SeenWindow, splitHashes } from '../../model/seen-window';
import { defined } from '../../model/defined';
import { PassedOver } from './passed-over';
import { PollCounts } from './poll-counts';
import { PollFailures, type FailedPolls } from './poll-failures';
import type { PublishedPage } from './published-apart';
import { SourcePosition } from './source-position';

/** What was refused for good will be refused again until the source, the topic or the cursor changes. */
const REFUSED_AGAIN_MS = 30_000;

/** One poll agent: its position at its source, what it has published lately, and when it polls next. */
export class Agent {
  readonly agent: string;
  readonly parameters: AgentParameters | undefined;
  readonly window: SeenWindow;
  readonly passedOver: PassedOver;
  private readonly position: SourcePosition;
  private readonly failures: PollFailures;
  private readonly counts: PollCounts;
  private activity: 'polling' | 'publishing' | undefined;
  private nextAt: number;
  private ask: boolean;
  private wasSlow: boolean;
  private again = false;
  private pausedAt: number | undefined;

  constructor(carried: CarriedAgent) {
    this.agent = carried.agent;
    this.parameters = carried.parameters;
    this.window = new SeenWindow(carried.window);
    this.position = new SourcePosition(carried);
    this.failures = new PollFailures(carried);
    this.counts = new PollCounts(carried);
    this.nextAt = carried.dueAt;
    this.ask = carried.ask ?? false;
    this.wasSlow = carried.slow ?? false;
    this.pausedAt = carried.paused;
    this.passedOver = new PassedOver(carried);
  }

  /** What the agent is doing now; undefined while it waits. */
  get doing(): 'polling' | 'publishing' | undefined {
    return this.activity;
  }

  /** Grows when an operator sets the agent's position, so that an older poll does not move it. */
  get epoch(): number {
    return this.position.epoch;
  }

  get dueAt(): number {
    return this.nextAt;
  }

  /** True if the last poll was slow. */
  get slow(): boolean {
    return this.wasSlow;
  }

  get failing(): boolean {
    return this.failures.last !== undefined;
  }

  get failedPolls(): FailedPolls {
    const { attempts, since } = this.failures;
    return { attempts, since };
  }

  get cursor(): unknown {
    return this.position.cursor;
  }

  get paused(): boolean {
    return this.pausedAt !== undefined;
  }

  /** Bytes of the carried parts that grow with use. */
  get bytes(): number {
    const { agent, parameters, position } = this;
    return jsonSize(agent) + jsonSize(JSON.stringify(parameters ?? {})) + jsonSize(position.cursorJson ?? '');
  }

  get standing(): AgentStanding {
    if (this.paused) return 'paused';
    if (this.failing) return 'retrying';
    return this.activity ?? 'waiting';
  }

  work(): PollWork {
    const { agent, parameters, ask } = this;
    const { seen } = this.position;
    const { attempts } = this.failures;
    return {
      chain: agent,
      ...defined({ parameters }),
      ...this.position.carry(),
      ...(ask ? { ask } : {}),
      ...(attempts === 0 ? {} : { attempts }),
      ...defined({ seen }),
    };
  }

  beginPoll(): void {
    this.activity = 'polling';
  }

  beginPublish(): void {
    this.activity = 'publishing';
  }

  /** Marks that nothing is under way any more. */
  rest(): void {
    this.activity = undefined;
    if (this.again) this.nextAt = Date.now();
    this.again = false;
  }

  pause(): void {
    this.pausedAt = Date.now();
  }

  resume(): void {
    this.pausedAt = undefined;
    this.scheduleAnew();
  }

  /** Polls at once for an operator, or once more after the poll that is under way. */
  pollNow(): void {
    this.again = this.activity !== undefined;
    this.ask = false;
    this.nextAt = Date.now();
  }

  /** Lets the agent poll from an operator's cursor onward. */
  setCursor(cursor: unknown, forget: boolean): void {
    this.position.set(cursor);
    if (forget) this.window.clear();
  }

  /** Asks the schedule for the next time now and skips times already past; a failing agent tries at once. */
  scheduleAnew(): void {
    this.ask = !this.failing;
    this.nextAt = Date.now();
  }

  /** Asks the schedule for the next time: times may have passed since it named the present one. */
  askAgain(): void {
    this.ask = true;
  }

  /** Records when the next poll is and whether this one was slow, whatever becomes of its items. */
  schedule({ nextInMs, slow }: PollOutcome): void {
    this.nextAt = Date.now() + nextInMs;
    this.ask = false;
    this.wasSlow = slow ?? false;
  }

  /** `before`: the failures so far, if this poll has failed like the one before although it advanced. */
  fail(failure: Failure, nextInMs: number, before?: FailedPolls): void {
    this.nextAt = Date.now() + nextInMs;
    this.failures.add(failure, before);
  }

  /** What was polled cannot be published now, or never. */
  failRefused({ code, message, ...refused }: EffectFailure): void {
    this.fail({ code, message }, refused.terminal ? REFUSED_AGAIN_MS : refused.retryInMs);
  }

  /** Remembers what Kafka has of a poll. What was passed over is not tried again either. */
  settle(items: readonly PolledItem[], { done, passed }: PublishedPage): void {
    this.counts.addPublished(done - passed.length);
    this.passedOver.note(passed, done - passed.length);
    for (const { hash } of items.slice(0, done)) if (hash !== undefined) this.window.add(hash);
  }

  /**
   * Moves cursor and window in one step, once everything from a poll is settled, `fresh` items of which were new. `epoch`
   * is the agent's when the poll began.
   */
  advance(outcome: PollOutcome, hashes: readonly (string | undefined)[], fresh: number, epoch: number): void {
    this.failures.clear();
    const before = splitHashes(this.position.seen);
    const again = (outcome.polled?.again ?? []).flatMap((index) => before[index] ?? []);
    const known = hashes.filter((hash) => hash !== undefined);
    const repeats = again.length + hashes.length - fresh;
    this.counts.addPoll(repeats);
    for (const hash of [...again, ...known]) this.window.add(hash);
    this.position.advance(outcome, repeats > 0 ? [...again, ...known].join('') : undefined, epoch);
  }

  /** The agent's carried form, with the newest `limit` ids of its window. */
  carry(limit: number): CarriedAgent {
    const { agent, parameters, dueAt, ask, pausedAt, slow } = this;
    const window = this.window.join(limit);
    return {
      agent,
      dueAt,
      ...defined({ parameters }),
      ...this.position.carry(),
      ...(ask ? { ask } : {}),
      ...defined({ paused: pausedAt }),
      ...this.failures.carry(),
      ...(slow ? { slow } : {}),
      ...(window === '' ? {} : { window }),
      ...this.counts.carry(),
      ...this.passedOver.carry(),
    };
  }

  status(): AgentStatus {
    const { agent, parameters, position, dueAt, pausedAt } = this;
    const { polledAt } = this.counts;
    const { last: failure, attempts, since } = this.failures;
    const standingSince = pausedAt ?? since;
    return {
      agent,
      status: this.standing,
      ...defined({ parameters }),
      ...(position.cursorJson === undefined ? {} : { cursor: position.cursor }),
      ...(this.paused || this.activity !== undefined ? {} : { nextPoll: isoTime(dueAt) }),
      ...(polledAt === undefined ? {} : { lastPoll: isoTime(polledAt) }),
      ...(standingSince === undefined ? {} : { since: isoTime(standingSince) }),
      ...(failure === undefined ? {} : { failure, attempts }),
      ...this.counts.shown,
      remembered: this.window.size,
      ...this.passedOver.shown,
    };
  }
}

const isoTime = (ms: number): string => new Date(ms).toISOString();
