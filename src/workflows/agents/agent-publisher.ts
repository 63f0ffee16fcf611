import { workflowInfo } from '@temporalio/workflow';
import type { AgentsInput, PolledItem } from '../../model/contract/agent-contract';
import { agentsRoute } from '../../model/agent-names';
import type { EffectFailure } from '../../model/contract/effect-contract';
import { PublishCombiner } from '../batching/publish-combiner';
import type { TaskBytes } from '../host/task-bytes';

/** Publishes the items of polls: everything from one poll in one transaction, exactly once (I9). */
export class AgentPublisher {
  private readonly publishes: PublishCombiner;
  private readonly route: string;
  /** Numbers this run's publishes, so that no other run and no other poll uses the same name. */
  private sequence = 0;

  constructor(input: AgentsInput, taskBytes: TaskBytes) {
    this.route = agentsRoute(input.definition);
    this.publishes = new PublishCombiner({ ...input, route: this.route }, taskBytes);
  }

  /** What the input of the next run needs. */
  get writers(): { readonly writers?: number } {
    return this.publishes.writers;
  }

  /** Resolves with undefined when Kafka has all the items, or with the reason why it has none of them. */
  async publish(agent: string, items: readonly PolledItem[], bytes: number): Promise<EffectFailure | undefined> {
    const { route } = this;
    const stream = { id: `${route}/${workflowInfo().runId}`, topic: route };
    const publishes = items.map(({ publish }) => publish);
    while (items.length > 0) {
      this.sequence += 1;
      const position = { partition: 0, leaderEpoch: 0, offset: String(this.sequence) };
      const records = [{ stream, position, publishes }];
      const { settled, failure } = await this.publishes.submit({ chain: agent, records }, bytes);
      if (settled === 1) return undefined;
      if (failure !== undefined) return failure;
    }
    return undefined;
  }
}
