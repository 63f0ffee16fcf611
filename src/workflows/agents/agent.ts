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
import { jsonSize } from '../../model/json-size';
import { SeenWindow, splitHashes } from '../../model/seen-window';
import { defined } from '../../model/defined';
import { PassedOver } from './passed-over';
import type { PublishedPage } from './published-apart';

/** Carried length of a failure's message: a thousand agents may fail at once and must fit one input. */
const CARRIED_CHARACTERS = 100;

/** What was refused for good will be refused again until the source, the topic or the cursor changes. */
const REFUSED_AGAIN_MS = 30_000;

/** One poll agent: its position at its source, what it has published lately, and when it polls next. */
export class Agent {
  readonly agent: string;
  readonly parameters: AgentParameters | undefined;
  readonly window: SeenWindow;
  readonly passedOver: PassedOver;
  /** What the agent is doing now; undefined while it waits. */
  doing: 'polling' | 'publishing' | undefined;
  /** True while a coroutine of the host takes the agent's turns. */
  running = false;
  removed = false;
  /** Grows when an operator sets the agent's position, so that an older poll does not move it. */
  epoch = 0;
  dueAt: number;
  ask: boolean;
  slow: boolean;
  failure: Failure | undefined;
  attempts: number;
  /** When the first of the failed attempts was. */
  since: number | undefined;
  private again = false;
  private cursorJson: string | undefined;
  private pausedAt: number | undefined;
  private slot: number | undefined;
  /** Not carried: it would be too much for a thousand agents, and costs one page to learn again. */
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
    this.passedOver = new PassedOver(carried);
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

  /** Bytes of the carried parts that grow with use. */
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

  /** Polls at once for an operator, or once more after the poll that is under way. */
  pollNow(): void {
    this.again = this.doing !== undefined;
    this.ask = false;
    this.dueAt = Date.now();
  }

  /** Marks that nothing is under way any more. */
  rest(): void {
    this.doing = undefined;
    if (this.again) this.dueAt = Date.now();
    this.again = false;
  }

  /** Lets the agent poll from an operator's cursor onward. */
  setCursor(cursor: unknown, forget: boolean): void {
    this.cursorJson = cursor === undefined ? undefined : JSON.stringify(cursor);
    this.seen = undefined;
    if (forget) this.window.clear();
    this.epoch += 1;
  }

  /** Asks the schedule for the next time now and skips times already past; a failing agent tries at once. */
  scheduleAnew(): void {
    this.ask = this.failure === undefined;
    this.dueAt = Date.now();
  }

  /** Records when the next poll is and whether this one was slow, whatever becomes of its items. */
  schedule({ nextInMs, slow }: PollOutcome): void {
    this.dueAt = Date.now() + nextInMs;
    this.ask = false;
    this.slow = slow ?? false;
  }

  /** `before`: the failures so far, if this poll has failed like the one before although it advanced. */
  fail(failure: Failure, nextInMs: number, before: Pick<Agent, 'attempts' | 'since'> = this): void {
    this.dueAt = Date.now() + nextInMs;
    this.attempts = before.attempts;
    this.since = before.since ?? Date.now();
    this.failure = failure;
    this.attempts += 1;
  }

  /** What was polled cannot be published now, or never. */
  failRefused({ code, message, ...refused }: EffectFailure): void {
    this.fail({ code, message }, refused.terminal ? REFUSED_AGAIN_MS : refused.retryInMs);
  }

  /** Remembers what Kafka has of a poll. What was passed over is not tried again either. */
  settle(items: readonly PolledItem[], { done, passed }: PublishedPage): void {
    this.published += done - passed.length;
    this.passedOver.note(passed, done - passed.length);
    for (const { hash } of items.slice(0, done)) if (hash !== undefined) this.window.add(hash);
  }

  /**
   * Moves cursor and window in one step, once everything from a poll is settled, `fresh` items of which were new. `epoch`
   * is the agent's when the poll began.
   */
  advance({ slot, polled }: PollOutcome, hashes: readonly (string | undefined)[], fresh: number, epoch: number): void {
    this.failure = undefined;
    this.since = undefined;
    this.attempts = 0;
    this.polledAt = Date.now();
    this.slot = slot ?? this.slot;
    this.polls += 1;
    const before = splitHashes(this.seen);
    const again = (polled?.again ?? []).flatMap((index) => before[index] ?? []);
    const known = hashes.filter((hash) => hash !== undefined);
    this.repeats += again.length + hashes.length - fresh;
    for (const hash of [...again, ...known]) this.window.add(hash);
    if (epoch !== this.epoch) return;
    if (polled?.cursor !== undefined) this.cursorJson = JSON.stringify(polled.cursor);
    const repeating = again.length > 0 || hashes.length > fresh;
    this.seen = repeating ? [...again, ...known].join('') : undefined;
  }

  /** The agent's carried form, with the newest `limit` ids of its window. */
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
      ...this.passedOver.carry(),
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
      ...this.passedOver.shown,
    };
  }
}

const isoTime = (ms: number): string => new Date(ms).toISOString();
