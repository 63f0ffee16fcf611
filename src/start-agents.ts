// Sees to it that the hosts of poll agents run, and that they know the schedule of this worker's config.
import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { createHash } from 'node:crypto';
import type { ResolvedAgent, ResolvedConfig } from './config/resolved';
import { errorText, GatewayError } from './errors';
import type { Log } from './log';
import {
  AGENTS_WORKFLOW,
  SCHEDULE_SIGNAL,
  type AgentHosting,
  type AgentSchedule,
  type AgentsInput,
} from './model/agent-contract';
import { agentsPrefix, agentsWorkflowId } from './model/agent-names';

const CHECK_MS = 30_000;

export const agentHostings = ({ hosts }: ResolvedAgent): readonly AgentHosting[] =>
  hosts === 0
    ? [{ kind: 'one' }]
    : Array.from({ length: hosts }, (_, host): AgentHosting => ({ kind: 'shared', host, of: hosts }));

export const hostIdOf = (gateway: string, definition: string, hosting: AgentHosting): string =>
  agentsWorkflowId(gateway, definition, hosting.kind === 'one' ? undefined : hosting);

/** Names the schedule: another one makes running agents ask for their next time again. */
const scheduleOf = ({ schedule, jitterMs, overlap, window, topic, retry }: ResolvedAgent): AgentSchedule => ({
  revision: createHash('sha256')
    .update(JSON.stringify([schedule, jitterMs, overlap, window, topic, retry.initialMs, retry.maximumMs]))
    .digest('base64url')
    .slice(0, 16),
  window,
});

/** Undefined: it has been closed, by whom ever, and is not started anew without its cursors (I7). */
const startHost = async (
  client: Client,
  { name: gateway, temporal, outbox }: ResolvedConfig,
  { name: definition, window }: ResolvedAgent,
  hosting: AgentHosting,
  schedule: AgentSchedule | undefined,
): Promise<boolean> => {
  const input: AgentsInput = { gateway, definition, hosting, window, writers: outbox.writers };
  const options = {
    workflowId: hostIdOf(gateway, definition, hosting),
    taskQueue: temporal.taskQueue,
    args: [input],
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    staticSummary: `poll agents ${definition}`,
  } as const;
  try {
    if (schedule === undefined) {
      await client.workflow.start(AGENTS_WORKFLOW, { ...options, workflowIdConflictPolicy: 'USE_EXISTING' });
    } else {
      const signal = { signal: SCHEDULE_SIGNAL, signalArgs: [schedule] };
      await client.workflow.signalWithStart(AGENTS_WORKFLOW, { ...options, ...signal });
    }
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
};

const eachHost = async (client: Client, config: ResolvedConfig, log: Log, first: boolean): Promise<void> => {
  for (const agent of config.agents) {
    for (const hosting of agentHostings(agent)) {
      const runs = await startHost(client, config, agent, hosting, first ? scheduleOf(agent) : undefined);
      if (runs) continue;
      const workflowId = hostIdOf(config.name, agent.name, hosting);
      log.error(
        { workflowId },
        'poll agents were closed and are not started anew: their cursors would be lost. See docs/agents.md',
      );
    }
  }
};

/** Agents are not moved: hosts of another number still have theirs. */
const checkHosts = async (client: Client, { name, agents }: ResolvedConfig): Promise<void> => {
  for (const agent of agents) {
    const prefix = agentsPrefix(name, agent.name);
    const known = new Set(agentHostings(agent).map((hosting) => hostIdOf(name, agent.name, hosting)));
    const query = `WorkflowType = '${AGENTS_WORKFLOW}' AND ExecutionStatus = 'Running' AND WorkflowId STARTS_WITH '${prefix}'`;
    for await (const { workflowId } of client.workflow.list({ query })) {
      if (known.has(workflowId) || (workflowId !== prefix && !workflowId.startsWith(`${prefix}/`))) continue;
      throw new GatewayError(
        'refused',
        `Expected agents.${agent.name} to have the hosts that it has had: ${workflowId} runs. Agents are not moved: ` +
          'set `hosts` and `parameters` as they were, or remove its agents and terminate that workflow.',
      );
    }
  }
};

/** Starts the hosts that do not run. @throws GatewayError `refused` when agents have hosts of another number. */
export const startAgents = async (client: Client, config: ResolvedConfig, log: Log): Promise<void> => {
  await checkHosts(client, config);
  await eachHost(client, config, log, true);
};

/** Looks after the hosts until `close`. */
export const keepAgents = (client: Client, config: ResolvedConfig, log: Log): { close(): void } => {
  const timer = setInterval(() => {
    eachHost(client, config, log, false).catch((error: unknown) => {
      log.warn({ error: errorText(error) }, 'poll agents could not be looked after');
    });
  }, CHECK_MS);
  timer.unref();
  return {
    close: () => {
      clearInterval(timer);
    },
  };
};
