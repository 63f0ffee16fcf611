import { workflowInfo } from '@temporalio/workflow';
import type { AgentsInput, PolledItem } from '../../model/contract/agent-contract';
import { agentsRoute } from '../../model/agent-names';
import type { EffectFailure } from '../../model/contract/effect-contract';
import { PublishCombiner } from '../batching/publish-combiner';
import type { TaskBytes } from '../host/task-bytes';

/** Has the items of polls published: all that one poll had in one transaction, and once (I9). */
export class AgentPublisher {
  private readonly publishes: PublishCombiner;
  private readonly route: string;
  /** Names what is published by this run: no other run, and no other poll, has the same. */
  private sequence = 0;

  constructor(input: AgentsInput, taskBytes: TaskBytes) {
    this.route = agentsRoute(input.definition);
    this.publishes = new PublishCombiner({ ...input, route: this.route }, taskBytes);
  }

  /** For the input of the next run. */
  get writers(): { readonly writers?: number } {
    return this.publishes.writers;
  }

  /** Resolves when Kafka has them all, or with why it has none of them. */
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
