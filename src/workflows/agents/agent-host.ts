// The workflow around poll agents: one coroutine for each agent, one timer for all, and batches for polls due together.
//
// I9  A poll's items are in the history before they are published, so a crash in between publishes them unchanged.
//     Cursor and window move in one synchronous step once Kafka has them: no gap and, inside the window, no repeat.
// I7  carry() and continueAsNew() run in one synchronous step, when nothing is under way.
import { CancellationScope, condition } from '@temporalio/workflow';
import {
  AGENTS_QUERY,
  SCHEDULE_SIGNAL,
  type AgentHostStatus,
  type AgentSchedule,
  type AgentsCarried,
  type AgentsInput,
  type PollOutcome,
} from '../../model/contract/agent-contract';
import { SNAPSHOT_QUERY, STATUS_QUERY } from '../../model/contract/contract';
import { jsonSize } from '../../model/json/json-size';
import { isAgentQuery, isAgentSchedule } from '../../model/wire/agent-inputs';
import type { Agent } from './agent';
import { registerAgentCommands } from './agent-commands';
import { showAgents } from './agent-details';
import { AgentPublisher } from './agent-publisher';
import { continueOnCurrentBuild } from '../host/continue-on-current-build';
import { HostedAgents } from './hosted-agents';
import { asPlainError } from '../host/plain-error';
import { PollCombiner } from '../batching/poll-combiner';
import { RetryAlarm } from '../chain/retry-alarm';
import { RunLength } from '../host/run-length';
import { showSearchStatus } from '../host/show-status';
import { TaskBytes } from '../batching/task-bytes';
import { onBareQuery, onQuery, onSignal } from '../wire/checked-handlers';
import { Refusals } from '../wire/refusals';
import { defined } from '../../model/defined';

/** A poll later than this may have missed other scheduled times. */
const LATE_MS = 1_000;
/** Number of failed polls before the search attribute says so. */
const WORTH_SEARCHING = 3;
/** Bytes of JSON in a poll's work besides cursor, parameters and seen items. */
const WORK_OVERHEAD = 200;

/**
 * `polling`: agents take turns. `ending`: the run is full or has a fault, and begins no more slow polls, for which the
 * other agents would have to wait. `leaving`: no turn begins.
 */
type Phase = 'polling' | 'ending' | 'leaving';

export class AgentHost {
  private readonly agents: HostedAgents;
  private readonly polls: PollCombiner;
  private readonly publisher: AgentPublisher;
  private readonly alarm = new RetryAlarm();
  private readonly length = new RunLength();
  private readonly failingLong = new Set<Agent>();
  /** Those of which a coroutine takes the turns. */
  private readonly driven = new Set<Agent>();
  private signals = 0;
  private revision: string | undefined;
  private window: number;
  private slowPolls = 0;
  /** Only `run` writes it. */
  private phase: Phase = 'polling';
  private unshown = true;
  private fault: { readonly error: unknown } | undefined;

  constructor(private readonly input: AgentsInput) {
    const { gateway, definition, hosting, carried } = input;
    const taskBytes = new TaskBytes();
    this.agents = new HostedAgents(hosting, input);
    this.polls = new PollCombiner(gateway, definition, taskBytes);
    this.publisher = new AgentPublisher(input, taskBytes);
    this.revision = carried?.revision;
    this.window = input.window;
    this.listen();
  }

  /** Never returns, because a run ends only by continue-as-new. */
  run(): Promise<never> {
    return CancellationScope.nonCancellable(async () => {
      for (const agent of this.agents.all()) this.wake(agent);
      await condition(() => this.shown() && (this.fault !== undefined || this.length.isFull(this.signals)));
      this.phase = 'ending';
      await condition(() => this.shown() && (this.fault !== undefined || this.slowPolls === 0));
      this.phase = 'leaving';
      this.alarm.wakeAll();
      await condition(() => this.shown() && this.driven.size === 0);
      if (this.fault !== undefined) throw asPlainError(this.fault.error);
      const next = { ...this.input, ...this.publisher.writers, window: this.window };
      return continueOnCurrentBuild({ ...next, carried: this.carry() } satisfies AgentsInput);
    });
  }

  private listen(): void {
    this.length.listen();
    registerAgentCommands({
      agents: this.agents,
      wake: (agent) => {
        this.wake(agent);
      },
      changed: (agent) => {
        this.changed(agent);
      },
    });
    onSignal(SCHEDULE_SIGNAL, isAgentSchedule, this.reschedule.bind(this), new Refusals());
    onQuery(AGENTS_QUERY, isAgentQuery, (query) => this.agents.page(query));
    onBareQuery(STATUS_QUERY, () => this.status());
    onBareQuery(SNAPSHOT_QUERY, () => this.carry());
  }

  /** Applies a new worker's schedule: each agent asks for its next time again, and a failing one tries at once. */
  private reschedule({ revision, window }: AgentSchedule): void {
    this.signals += 1;
    if (revision === this.revision) return;
    this.revision = revision;
    this.window = window;
    for (const agent of this.agents.all()) {
      if (agent.doing !== undefined) continue;
      agent.scheduleAnew();
      this.alarm.wake(agent);
    }
  }

  private wake(agent: Agent): void {
    this.alarm.wake(agent);
    if (this.driven.has(agent) || !this.mayTurn(agent)) return;
    // Signal and Update handlers run in the workflow's own scope, which a cancel request would end.
    void CancellationScope.nonCancellable(() => this.drive(agent));
  }

  private mayTurn(agent: Agent): boolean {
    return this.phase !== 'leaving' && !agent.paused && this.agents.has(agent);
  }

  /** Takes turns while the agent may. The main loop throws its faults, so none is lost. */
  private async drive(agent: Agent): Promise<void> {
    this.driven.add(agent);
    try {
      while (this.mayTurn(agent)) {
        if (agent.dueAt > Date.now()) {
          this.unshown = true;
          await this.alarm.wait(agent, agent.dueAt);
        } else if (agent.slow && this.phase === 'ending') {
          await condition(() => this.phase === 'leaving');
        } else {
          await this.turn(agent);
          agent.rest();
          this.changed(agent);
        }
      }
    } catch (error) {
      this.fault ??= { error };
    } finally {
      this.driven.delete(agent);
    }
  }

  private async turn(agent: Agent): Promise<void> {
    const { epoch } = agent;
    const outcome = await this.poll(agent);
    // An operator has moved or removed the agent meanwhile, so none of this poll may be published.
    if (!this.agents.has(agent) || epoch !== agent.epoch) return;
    agent.schedule(outcome);
    if (outcome.polled !== undefined) await this.publish(agent, outcome, outcome.polled, epoch);
    else if (outcome.failure !== undefined) agent.fail(outcome.failure, outcome.nextInMs);
  }

  private async publish(
    agent: Agent,
    outcome: PollOutcome,
    polled: NonNullable<PollOutcome['polled']>,
    epoch: number,
  ): Promise<void> {
    const { failure, nextInMs } = outcome;
    const cursor = polled.cursor === undefined ? 0 : jsonSize(JSON.stringify(polled.cursor));
    if (cursor > 0 && !this.agents.hasRoom(cursor)) {
      const message = 'The cursors of the agents of this host are too large together: shorter ones, or more hosts.';
      agent.failRefused({ code: 'poll-invalid', message, terminal: true });
      return;
    }
    const fresh = polled.items.filter(({ hash }) => hash === undefined || !agent.window.has(hash));
    if (fresh.length > 0) agent.beginPublish();
    const page = await this.publisher.publish(agent.agent, fresh, polled, agent.passedOver.inRow);
    const { failedPolls } = agent;
    agent.settle(fresh, page);
    if (page.failure === undefined) this.advance(agent, outcome, fresh.length, epoch);
    // As long as it finds nothing new, a poll that fails after it has read something goes on to fail.
    if (failure !== undefined) agent.fail(failure, nextInMs, fresh.length === 0 ? failedPolls : undefined);
    else if (page.failure !== undefined) agent.failRefused(page.failure);
  }

  private advance(agent: Agent, outcome: PollOutcome, fresh: number, epoch: number): void {
    const items = outcome.polled?.items ?? [];
    this.agents.resize(agent, () => {
      agent.advance(
        outcome,
        items.map(({ hash }) => hash),
        fresh,
        epoch,
      );
    });
    agent.window.shrink(this.agents.windowOf(this.window));
    this.length.records += items.length;
    // The schedule may require skipping times that passed while the agent was publishing.
    if (outcome.polled?.more !== true && Date.now() - agent.dueAt > LATE_MS) agent.askAgain();
  }

  private async poll(agent: Agent): Promise<PollOutcome> {
    const { slow } = agent;
    const work = agent.work();
    agent.beginPoll();
    if (slow) this.slowPolls += 1;
    try {
      return await this.polls.submit(work, WORK_OVERHEAD + jsonSize(JSON.stringify(work)), slow);
    } finally {
      if (slow) this.slowPolls -= 1;
    }
  }

  private changed(agent: Agent): void {
    this.agents.note(agent);
    this.unshown = true;
    if (agent.failedPolls.attempts >= WORTH_SEARCHING && this.agents.failing.has(agent)) this.failingLong.add(agent);
    else this.failingLong.delete(agent);
    const failing = this.failingLong.size > 0 ? 'retrying' : undefined;
    showSearchStatus({ status: this.agents.paused.size > 0 ? 'paused' : failing, destinations: [], causes: [] });
  }

  /** The main loop's conditions ask this at the end of each activation. */
  private shown(): boolean {
    if (this.unshown) showAgents(this.input.definition, this.input.hosting, this.agents);
    this.unshown = false;
    return true;
  }

  private carry(): AgentsCarried {
    const { revision } = this;
    return { agents: this.agents.carry(this.window), ...defined({ revision }) };
  }

  private status(): AgentHostStatus {
    const { gateway, definition, hosting } = this.input;
    const { size: agents, paused, failing } = this.agents;
    const counts = this.agents.counts();
    return { gateway, definition, hosting, agents, paused: paused.size, retrying: failing.size, ...counts };
  }
}
