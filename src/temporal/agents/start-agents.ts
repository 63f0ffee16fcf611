// Makes sure that the hosts of poll agents run and know the schedule of this worker's config.
import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { createHash } from 'node:crypto';
import { movedHosts } from './moved-hosts';
import { heldRun, holdAgents, hostStanding } from './closed-agents';
import type { ResolvedAgent } from '../../config/agent/resolved-agent';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { errorText } from '../../errors';
import type { Log } from '../../log';
import {
  AGENTS_WORKFLOW,
  SCHEDULE_SIGNAL,
  type AgentHosting,
  type AgentSchedule,
  type AgentsInput,
} from '../../model/contract/agent-contract';
import { agentsWorkflowId } from '../../model/names/agent-names';

const CHECK_MS = 30_000;

export const agentHostings = ({ hosts }: ResolvedAgent): readonly AgentHosting[] =>
  hosts === 0
    ? [{ kind: 'one' }]
    : Array.from({ length: hosts }, (_, host): AgentHosting => ({ kind: 'shared', host, of: hosts }));

export const hostIdOf = (gateway: string, definition: string, hosting: AgentHosting): string =>
  agentsWorkflowId(gateway, definition, hosting.kind === 'one' ? undefined : hosting);

export const hostIdsOf = (gateway: string, agent: ResolvedAgent): readonly string[] =>
  agentHostings(agent).map((hosting) => hostIdOf(gateway, agent.name, hosting));

/** Names the schedule: another name makes running agents ask for their next time again. */
const scheduleOf = ({ schedule, jitterMs, overlap, window, topic, retry }: ResolvedAgent): AgentSchedule => ({
  revision: createHash('sha256')
    .update(JSON.stringify([schedule, jitterMs, overlap, window, topic, retry.initialMs, retry.maximumMs]))
    .digest('base64url')
    .slice(0, 16),
  window,
});

/** Starts a host unknown to the server; it refuses one that was closed in the meantime (I7). */
const startHost = async (
  client: Client,
  { name: gateway, temporal, outbox }: ResolvedConfig,
  { name: definition, window }: ResolvedAgent,
  hosting: AgentHosting,
  schedule: AgentSchedule,
): Promise<void> => {
  const input: AgentsInput = { gateway, definition, hosting, window, writers: outbox.writers };
  try {
    await client.workflow.signalWithStart(AGENTS_WORKFLOW, {
      workflowId: hostIdOf(gateway, definition, hosting),
      taskQueue: temporal.taskQueue,
      args: [input],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: `poll agents ${definition}`,
      signal: SCHEDULE_SIGNAL,
      signalArgs: [schedule],
    });
  } catch (error) {
    // The next look finds it closed.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
};

/** Keeps the hosts of poll agents running. What one definition cannot do holds up no other, and is tried again. */
class AgentKeeper {
  /** Definitions that were found to be on the hosts that the config says. */
  private readonly placed = new Set<string>();
  /** Hosts that know this worker's schedule. */
  private readonly scheduled = new Set<string>();

  constructor(
    private readonly client: Client,
    private readonly config: ResolvedConfig,
    private readonly log: Log,
  ) {}

  async look(): Promise<void> {
    for (const agent of this.config.agents) {
      try {
        await this.place(agent);
        for (const hosting of agentHostings(agent)) await this.lookAfter(agent, hosting);
      } catch (error) {
        const words = 'the poll agents of this definition are not kept running; trying again. Others go on';
        this.log.error({ agent: agent.name, error: errorText(error) }, words);
      }
    }
  }

  /** @throws GatewayError `refused` if the agents are on other hosts. */
  private async place(agent: ResolvedAgent): Promise<void> {
    const { client, config, placed } = this;
    if (placed.has(agent.name)) return;
    const moved = await movedHosts(client, config.name, agent.name, hostIdsOf(config.name, agent));
    if (moved !== undefined) throw moved;
    placed.add(agent.name);
  }

  private async lookAfter(agent: ResolvedAgent, hosting: AgentHosting): Promise<void> {
    const { client, config, scheduled } = this;
    const workflowId = hostIdOf(config.name, agent.name, hosting);
    const host = await hostStanding(client, workflowId);
    if (host?.kind === 'running' && scheduled.has(workflowId)) return;
    if (host?.kind === 'running') {
      await client.workflow.getHandle(workflowId).signal(SCHEDULE_SIGNAL, scheduleOf(agent));
      scheduled.add(workflowId);
      return;
    }
    scheduled.delete(workflowId);
    if (host?.kind === 'closed') await this.hold(agent, workflowId, host.runId);
    // The server may have forgotten the closed run, but what it had is still held.
    else if ((await heldRun(client, workflowId)) !== undefined) this.closed(agent, workflowId);
    else await startHost(client, config, agent, hosting, scheduleOf(agent));
  }

  private async hold(agent: ResolvedAgent, workflowId: string, runId: string): Promise<void> {
    this.closed(agent, workflowId);
    try {
      await holdAgents(this.client, workflowId, runId, this.config.temporal.taskQueue);
    } catch (error) {
      // The next look tries again: a failure must not stop a worker from starting, which may be just what is missing.
      const words =
        'what these poll agents had cannot be read yet, and will be lost when Temporal forgets the closed run';
      this.log.error({ workflowId, runId, error: errorText(error) }, words);
    }
  }

  private closed({ name }: ResolvedAgent, workflowId: string): void {
    const words = `poll agents were closed and are not started again: \`sluice agents restart -a ${name}\` continues them`;
    this.log.error({ workflowId }, words);
  }
}

export interface KeptAgents {
  close(): void;
}

/** Starts the hosts that do not run, and keeps them running until `close`. */
export const keepAgents = async (client: Client, config: ResolvedConfig, log: Log): Promise<KeptAgents> => {
  const keeper = new AgentKeeper(client, config, log);
  await keeper.look();
  const timer = setInterval(() => void keeper.look(), CHECK_MS);
  timer.unref();
  return {
    close: () => {
      clearInterval(timer);
    },
  };
};
