// Makes sure that the hosts of poll agents run and know the schedule of this worker's config.
import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { createHash } from 'node:crypto';
import { heldRun, holdAgents, hostStanding } from './closed-agents';
import type { ResolvedAgent, ResolvedConfig } from '../../config/gateway/resolved';
import { errorText, GatewayError } from '../../errors';
import type { Log } from '../../log';
import {
  AGENTS_WORKFLOW,
  SCHEDULE_SIGNAL,
  type AgentHosting,
  type AgentSchedule,
  type AgentsInput,
} from '../../model/contract/agent-contract';
import { agentsPrefix, agentsWorkflowId } from '../../model/agent-names';

const CHECK_MS = 30_000;

export const agentHostings = ({ hosts }: ResolvedAgent): readonly AgentHosting[] =>
  hosts === 0
    ? [{ kind: 'one' }]
    : Array.from({ length: hosts }, (_, host): AgentHosting => ({ kind: 'shared', host, of: hosts }));

export const hostIdOf = (gateway: string, definition: string, hosting: AgentHosting): string =>
  agentsWorkflowId(gateway, definition, hosting.kind === 'one' ? undefined : hosting);

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

/** Keeps the hosts of poll agents running. */
class AgentKeeper {
  /** Hosts that know this worker's schedule. */
  private readonly scheduled = new Set<string>();

  constructor(
    private readonly client: Client,
    private readonly config: ResolvedConfig,
    private readonly log: Log,
  ) {}

  async look(): Promise<void> {
    for (const agent of this.config.agents) {
      for (const hosting of agentHostings(agent)) await this.lookAfter(agent, hosting);
    }
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

/** Agents do not move: with another number of hosts, the old hosts would still have theirs. */
const checkHosts = async (client: Client, { name, agents }: ResolvedConfig): Promise<void> => {
  for (const agent of agents) {
    const prefix = agentsPrefix(name, agent.name);
    const known = new Set(agentHostings(agent).map((hosting) => hostIdOf(name, agent.name, hosting)));
    const query = `WorkflowType = '${AGENTS_WORKFLOW}' AND ExecutionStatus = 'Running' AND WorkflowId STARTS_WITH '${prefix}'`;
    for await (const { workflowId } of client.workflow.list({ query })) {
      if (known.has(workflowId) || (workflowId !== prefix && !workflowId.startsWith(`${prefix}/`))) continue;
      throw new GatewayError(
        'refused',
        `Expected agents.${agent.name} to have the same hosts as before, but ${workflowId} is running. Agents do not move: ` +
          'set `hosts` and `parameters` to what they were, or remove the agents of that workflow and terminate it.',
      );
    }
  }
};

export interface KeptAgents {
  close(): void;
}

/**
 * Starts the hosts that do not run, and keeps them running until `close`.
 * @throws GatewayError `refused` if the agents are on another number of hosts.
 */
export const keepAgents = async (client: Client, config: ResolvedConfig, log: Log): Promise<KeptAgents> => {
  await checkHosts(client, config);
  const keeper = new AgentKeeper(client, config, log);
  await keeper.look();
  const timer = setInterval(() => {
    keeper.look().catch((error: unknown) => {
      log.warn({ error: errorText(error) }, 'the poll agents could not be checked; trying again');
    });
  }, CHECK_MS);
  timer.unref();
  return {
    close: () => {
      clearInterval(timer);
    },
  };
};
