import type { Client } from '@temporalio/client';
import { AGENT_UPDATE, type AgentCommand, type AgentHostStatus } from '../../../src/model/contract/agent-contract';
import { agentsWorkflowId, heldAgentsId } from '../../../src/model/names/agent-names';
import { LEAVE_SIGNAL, STATUS_QUERY } from '../../../src/model/contract/contract';
import type { EffectRecorder } from '../../../harness/effect-recorder';
import { eventually } from '../../../harness/eventually';
import { withGateway } from '../gateway/gateway-process';
import type { KafkaTopic } from '../../../harness/kafka-topic';
import { sequenceSource } from '../scenarios/sequence-source';
import { storeHistory } from './store-history';
import { uniqueName } from '../../../harness/unique-name';

/**
 * Stores histories of agents that are created, fail, repeat items, are told where to continue, paused and removed; the
 * next run, which carries on with them; and what is held of that run after its termination.
 */
export const storeAgents = async (client: Client, topic: KafkaTopic, api: EffectRecorder): Promise<void> => {
  const source = sequenceSource(api, 30);
  source.fault = (agent) => (agent === 'failing' ? { status: 503 } : undefined);
  source.repeat = 5;
  const agent = { every: '1h', parameters: { port: 'number' }, hosts: 1 } as const;
  const shape = { name: uniqueName(), kind: 'agents', topic: topic.name, agent } as const;
  const options = { config: 'agents', shape, apiUrl: api.url } as const;
  const workflowId = agentsWorkflowId(shape.name, 'items', { host: 0, of: 1 });
  const host = client.workflow.getHandle(workflowId);
  const tell = (command: AgentCommand) => host.executeUpdate(AGENT_UPDATE, { args: [command] });
  const untilHost = (wanted: Partial<AgentHostStatus>): Promise<void> =>
    eventually(async () => {
      const status = await host.query<AgentHostStatus>(STATUS_QUERY);
      const holds = Object.entries(wanted).every(([name, value]) => status[name as keyof AgentHostStatus] === value);
      if (!holds) throw new Error(`not yet: ${JSON.stringify(status)}`);
    });
  await withGateway(options, async () => {
    for (const name of ['press-1', 'press-2', 'failing']) {
      await tell({ verb: 'create', agent: name, parameters: { port: 502 } });
    }
    await untilHost({ published: 60, retrying: 1 });
    source.size = 35;
    await tell({ verb: 'pause', agent: 'press-2' });
    await tell({ verb: 'poll', agent: 'press-1' });
    await untilHost({ published: 65 });
    await tell({ verb: 'resume', agent: 'press-2' });
    await tell({ verb: 'set-cursor', agent: 'press-2', cursor: 20, forget: true });
    await tell({ verb: 'poll', agent: 'press-2' });
    await untilHost({ published: 65 + 20 });
    await tell({ verb: 'remove', agent: 'failing' });
    await tell({ verb: 'pause', agent: 'press-1' });
    const { runId } = await host.describe();
    await host.signal(LEAVE_SIGNAL);
    await untilHost({ agents: 2, retrying: 0, paused: 1 });
    await eventually(async () => {
      if ((await host.describe()).runId === runId) throw new Error('It has not left yet.');
    });
    await storeHistory(client, 'agents', workflowId, runId);
    source.size = 40;
    await tell({ verb: 'resume', agent: 'press-1' });
    await tell({ verb: 'poll', agent: 'press-1' });
    await untilHost({ published: 85 + 5 });
    await storeHistory(client, 'agents-carried', workflowId);
    await host.terminate();
  });
  await withGateway(options, () => storeHistory(client, 'held-agents', heldAgentsId(workflowId)));
};
