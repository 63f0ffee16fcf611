import { workflowInfo } from '@temporalio/workflow';
import type { AgentsInput, PolledItem, PollOutcome } from '../../model/contract/agent-contract';
import { defined } from '../../model/defined';
import { agentsRoute } from '../../model/names/agent-names';
import type { ChainOutcome, EffectFailure } from '../../model/contract/effect-contract';
import type { Publish } from '../../model/contract/outbox-contract';
import { PublishCombiner } from '../batching/publish-combiner';
import type { TaskBytes } from '../batching/task-bytes';
import { publishedApart, type PublishedPage } from './published-apart';
import { tellPassedOver } from './tell-passed-over';

/** Publishes the items of polls: everything from one poll in one transaction, exactly once (I9). */
export class AgentPublisher {
  private readonly publishes: PublishCombiner;
  private readonly definition: string;
  private readonly route: string;
  /** Numbers this run's publishes, so that no other run and no other poll uses the same name. */
  private sequence = 0;

  constructor(input: AgentsInput, taskBytes: TaskBytes) {
    this.definition = input.definition;
    this.route = agentsRoute(input.definition);
    this.publishes = new PublishCombiner({ ...input, route: this.route }, taskBytes);
  }

  /** What the input of the next run needs. */
  get writers(): { readonly writers?: number } {
    return this.publishes.writers;
  }

  /**
   * Resolves when Kafka has all the items, or none of them. With `passOver`, an item that is refused is left out: then
   * the others are published apart from it, in order. `passedInRow`: how many were passed over just before.
   */
  async publish(
    agent: string,
    items: readonly PolledItem[],
    { bytes, passOver, trace }: Pick<NonNullable<PollOutcome['polled']>, 'bytes' | 'passOver' | 'trace'>,
    passedInRow: number,
  ): Promise<PublishedPage> {
    const refused = await this.together(agent, items, bytes, trace);
    if (refused === undefined) return { done: items.length, passed: [] };
    const { recordRefused, failure } = refused;
    if (passOver !== true || recordRefused !== true) return { done: 0, passed: [], failure };
    const ask = (some: readonly PolledItem[]): Promise<ChainOutcome> =>
      this.ask(
        agent,
        some.map(({ publish }) => [publish]),
        Math.ceil((bytes * some.length) / items.length),
        trace,
      );
    const page = await publishedApart(items, ask, passedInRow);
    tellPassedOver(this.definition, agent, page.passed);
    return page;
  }

  private async together(
    agent: string,
    items: readonly PolledItem[],
    bytes: number,
    trace: string | undefined,
  ): Promise<Refused | undefined> {
    const publishes = items.map(({ publish }) => publish);
    while (items.length > 0) {
      const { settled: done, failure, recordRefused } = await this.ask(agent, [publishes], bytes, trace);
      if (done === 1) return undefined;
      if (failure !== undefined) return { failure, recordRefused };
    }
    return undefined;
  }

  /** Each of the lists is published as a whole or not at all. */
  private ask(
    agent: string,
    lists: readonly (readonly Publish[])[],
    bytes: number,
    trace: string | undefined,
  ): Promise<ChainOutcome> {
    const { route } = this;
    const stream = { id: `${route}/${workflowInfo().runId}`, topic: route };
    const records = lists.map((publishes) => {
      this.sequence += 1;
      const position = { partition: 0, leaderEpoch: 0, offset: String(this.sequence) };
      return { stream, position, publishes, ...defined({ trace }) };
    });
    return this.publishes.submit({ chain: agent, records }, bytes);
  }
}

interface Refused {
  readonly failure: EffectFailure;
  readonly recordRefused: true | undefined;
}
