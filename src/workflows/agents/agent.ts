import type {
  AgentParameters,
  AgentStanding,
  AgentStatus,
  CarriedAgent,
  PollOutcome,
  PollWork,
} from '../../model/contract/agent-contract';
import type { Failure } from '../../model/failure';
import { jsonSize } from '../../model/json-size';
import { SeenWindow, splitHashes } from '../../model/seen-window';
import { defined } from '../../model/defined';

/** Of a failure, as it is kept: a thousand agents that fail at once are carried in one input. */
const CARRIED_CHARACTERS = 100;

/** One poll agent: where it stands at its source, what it has published lately, and when it polls next. */
export class Agent {
  readonly agent: string;
  readonly parameters: AgentParameters | undefined;
  readonly window: SeenWindow;
  /** What it does now; nothing while it waits. */
  doing: 'polling' | 'publishing' | undefined;
  /** A coroutine of the host takes its turns. */
  running = false;
  removed = false;
  /** Grows when an operator says where the agent stands: what was polled before does not move it. */
  epoch = 0;
  dueAt: number;
  ask: boolean;
  slow: boolean;
  failure: Failure | undefined;
  attempts: number;
  private again = false;
  private cursorJson: string | undefined;
  private pausedAt: number | undefined;
  private slot: number | undefined;
  private since: number | undefined;
  /** Not carried: among a thousand agents it would be too much, and costs one page to learn again. */
  private seen: string | undefined;
  private polledAt: number | undefined;
  private polls: number;
  private published: number;
  private repeats: number;

  constructor(carried: CarriedAgent) {
    this.agent = carried.agent;
    this.parameters = carried.parameters;
    this.window = new SeenWindow(carried.window);
    this.dueAt = carried.dueAt;
    this.ask = carried.ask ?? false;
    this.slow = carried.slow ?? false;
    this.failure = carried.failure;
    this.attempts = carried.attempts ?? 0;
    this.cursorJson = carried.cursor === undefined ? undefined : JSON.stringify(carried.cursor);
    this.pausedAt = carried.paused;
    this.slot = carried.slot;
    this.since = carried.since;
    this.polledAt = carried.polledAt;
    this.polls = carried.polls ?? 0;
    this.published = carried.published ?? 0;
    this.repeats = carried.repeats ?? 0;
  }

  get cursor(): unknown {
    return this.cursorJson === undefined ? undefined : (JSON.parse(this.cursorJson) as unknown);
  }

  get paused(): boolean {
    return this.pausedAt !== undefined;
  }

  set paused(paused: boolean) {
    this.pausedAt = paused ? Date.now() : undefined;
  }

  /** Of what grows with its use, and is carried. */
  get bytes(): number {
    const { agent, parameters, cursorJson = '' } = this;
    return jsonSize(agent) + jsonSize(JSON.stringify(parameters ?? {})) + jsonSize(cursorJson);
  }

  get standing(): AgentStanding {
    if (this.paused) return 'paused';
    if (this.failure !== undefined) return 'retrying';
    return this.doing ?? 'waiting';
  }

  work(): PollWork {
    const { agent, parameters, cursorJson, slot, ask, attempts, seen } = this;
    return {
      chain: agent,
      ...defined({ parameters }),
      ...(cursorJson === undefined ? {} : { cursor: this.cursor }),
      ...defined({ slot }),
      ...(ask ? { ask } : {}),
      ...(attempts === 0 ? {} : { attempts }),
      ...defined({ seen }),
    };
  }

  /** For an operator: polls at once, or once more when what is under way is done. */
  pollNow(): void {
    this.again = this.doing !== undefined;
    this.ask = false;
    this.dueAt = Date.now();
  }

  /** Nothing is under way any more. */
  rest(): void {
    this.doing = undefined;
    if (this.again) this.dueAt = Date.now();
    this.again = false;
  }

  /** For an operator: it polls from here on. */
  setCursor(cursor: unknown, forget: boolean): void {
    this.cursorJson = cursor === undefined ? undefined : JSON.stringify(cursor);
    this.seen = undefined;
    if (forget) this.window.clear();
    this.epoch += 1;
  }

  /** Asks the schedule for its next time now, and leaves out what passed meanwhile; one that fails tries at once. */
  scheduleAnew(): void {
    this.ask = this.failure === undefined;
    this.dueAt = Date.now();
  }

  /** The time of the next poll, and whether it was quick: known whatever becomes of the items. */
  schedule({ nextInMs, slow }: PollOutcome): void {
    this.dueAt = Date.now() + nextInMs;
    this.ask = false;
    this.slow = slow ?? false;
  }

  fail(failure: Failure, nextInMs: number): void {
    this.dueAt = Date.now() + nextInMs;
    this.since ??= Date.now();
    this.failure = failure;
    this.attempts += 1;
  }

  /**
   * Everything that a poll had is published: in one step, cursor and window move. `epoch` is that of the agent when the
   * poll began.
   */
  advance(
    { slot, polled }: PollOutcome,
    hashes: readonly (string | undefined)[],
    published: number,
    epoch: number,
  ): void {
    this.failure = undefined;
    this.since = undefined;
    this.attempts = 0;
    this.polledAt = Date.now();
    this.slot = slot ?? this.slot;
    this.polls += 1;
    this.published += published;
    const before = splitHashes(this.seen);
    const again = (polled?.again ?? []).flatMap((index) => before[index] ?? []);
    const known = hashes.filter((hash) => hash !== undefined);
    this.repeats += again.length + hashes.length - published;
    for (const hash of [...again, ...known]) this.window.add(hash);
    if (epoch !== this.epoch) return;
    if (polled?.cursor !== undefined) this.cursorJson = JSON.stringify(polled.cursor);
    const repeating = again.length > 0 || hashes.length > published;
    this.seen = repeating ? [...again, ...known].join('') : undefined;
  }

  /** With the newest `limit` ids of its window. */
  carry(limit: number): CarriedAgent {
    const { agent, parameters, cursorJson, slot, dueAt, ask, pausedAt, attempts, since, failure, slow } = this;
    const window = this.window.join(limit);
    return {
      agent,
      dueAt,
      ...defined({ parameters }),
      ...(cursorJson === undefined ? {} : { cursor: this.cursor }),
      ...defined({ slot }),
      ...(ask ? { ask } : {}),
      ...defined({ paused: pausedAt }),
      ...(attempts === 0 ? {} : { attempts }),
      ...defined({ since }),
      ...(failure === undefined
        ? {}
        : { failure: { ...failure, message: failure.message.slice(0, CARRIED_CHARACTERS) } }),
      ...(slow ? { slow } : {}),
      ...(window === '' ? {} : { window }),
      ...this.counts(),
    };
  }

  private counts(): Pick<CarriedAgent, 'polledAt' | 'polls' | 'published' | 'repeats'> {
    const { polledAt, polls, published, repeats } = this;
    return polledAt === undefined ? {} : { polledAt, polls, published, repeats };
  }

  status(): AgentStatus {
    const { agent, parameters, dueAt, polledAt, pausedAt, since, failure, attempts } = this;
    const standingSince = pausedAt ?? since;
    return {
      agent,
      status: this.standing,
      ...defined({ parameters }),
      ...(this.cursorJson === undefined ? {} : { cursor: this.cursor }),
      ...(this.paused || this.doing !== undefined ? {} : { nextPoll: isoTime(dueAt) }),
      ...(polledAt === undefined ? {} : { lastPoll: isoTime(polledAt) }),
      ...(standingSince === undefined ? {} : { since: isoTime(standingSince) }),
      ...(failure === undefined ? {} : { failure, attempts }),
      polls: this.polls,
      published: this.published,
      repeats: this.repeats,
      remembered: this.window.size,
    };
  }
}

const isoTime = (ms: number): string => new Date(ms).toISOString();
