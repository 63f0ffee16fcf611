// I7: restarts closed hosts of poll agents with what their agents had: cursors, windows, parameters.
import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { wholeCommands } from '../keys/whole-commands';
import { closedAgents, heldAgents, hostStanding, releaseAgents } from '../../temporal/agents/closed-agents';
import type { ResolvedAgent } from '../../config/agent/resolved-agent';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { errorText, GatewayError } from '../../errors';
import {
  AGENTS_WORKFLOW,
  type AgentHosting,
  type AgentsCarried,
  type AgentsInput,
} from '../../model/contract/agent-contract';
import { agentHostings, hostIdOf } from '../../temporal/agents/start-agents';

const CALL_MS = 10_000;

/** Unchanged if the host runs already, or (without `runId`) if the server does not know it: a worker will start it. */
export type RestartedHost = { readonly workflowId: string } & (
  | { readonly changed: true; readonly runId: string; readonly closedRunId: string; readonly agents: number }
  | { readonly changed: false; readonly runId?: string }
);

/** `closed`: the host is to be restarted. `left`: it runs or is unknown. */
type FoundHost =
  { readonly kind: 'closed'; readonly closed: ClosedHost } | { readonly kind: 'left'; readonly host: RestartedHost };

interface ClosedHost {
  readonly workflowId: string;
  readonly closedRunId: string;
  readonly host: AgentsInput;
}

/** Carries on without what was lost. Its only agent would publish everything, so it stays paused. */
const emptied = ({ definition, hosting }: AgentsInput): AgentsCarried => {
  const now = Date.now();
  return { agents: hosting.kind === 'one' ? [{ agent: definition, dueAt: now, ask: true, paused: now }] : [] };
};

const recovered = async (
  client: Client,
  workflowId: string,
  runId: string,
  definition: string,
): Promise<AgentsInput> => {
  try {
    return await closedAgents(client, workflowId, runId);
  } catch (error) {
    const message =
      `What the agents of ${workflowId} had could not be read from its closed run ${runId}: ${errorText(error)}. ` +
      `Is a worker of the gateway running? If what they had cannot be read at all, \`sluice agents restart -a ${definition} --empty\` starts the workflow without its agents: then ` +
      'make them again (agents create) and give them their cursors (agents set-cursor).';
    throw new GatewayError('no-answer', message, { cause: error, retryable: true });
  }
};

const findHost = async (
  client: Client,
  config: ResolvedConfig,
  { name: definition, window }: ResolvedAgent,
  hosting: AgentHosting,
  empty: boolean,
): Promise<FoundHost> => {
  const workflowId = hostIdOf(config.name, definition, hosting);
  const host = await hostStanding(client, workflowId);
  const held = await heldAgents(client, workflowId);
  if (host?.kind === 'running') {
    // An earlier restart ended halfway.
    if (held !== undefined) await releaseAgents(client, workflowId, held.closedRunId);
    return { kind: 'left', host: { workflowId, changed: false, runId: host.runId } };
  }
  if (held !== undefined && (host === undefined || host.runId === held.closedRunId)) {
    return { kind: 'closed', closed: { workflowId, closedRunId: held.closedRunId, host: held.host } };
  }
  if (host === undefined) return { kind: 'left', host: { workflowId, changed: false } };
  const fresh: AgentsInput = { gateway: config.name, definition, hosting, window, writers: config.outbox.writers };
  const input = empty ? fresh : await recovered(client, workflowId, host.runId, definition);
  return { kind: 'closed', closed: { workflowId, closedRunId: host.runId, host: input } };
};

const startAgain = async (
  client: Client,
  { temporal }: ResolvedConfig,
  { workflowId, host, closedRunId }: ClosedHost,
): Promise<RestartedHost> => {
  try {
    const { firstExecutionRunId } = await client.withDeadline(Date.now() + CALL_MS, () =>
      client.workflow.start(AGENTS_WORKFLOW, {
        workflowId,
        taskQueue: temporal.taskQueue,
        args: [host],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        staticSummary: `poll agents ${host.definition}`,
      }),
    );
    await releaseAgents(client, workflowId, closedRunId);
    const agents = host.carried?.agents.length ?? (host.hosting.kind === 'one' ? 1 : 0);
    return { workflowId, changed: true, runId: firstExecutionRunId, closedRunId, agents };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const words = `${workflowId} was restarted by someone else at the same time. \`sluice agents list\` shows its agents.`;
    throw new GatewayError('refused', wholeCommands(words, workflowId), { cause: error });
  }
};

/**
 * Restarts the closed hosts of a definition. With `empty`, hosts whose agents' data is lost restart without it.
 * @throws GatewayError `no-answer` if the data cannot be read now, `refused` if somebody else restarts them.
 */
export const restartAgents = async (
  client: Client,
  config: ResolvedConfig,
  definition: ResolvedAgent,
  { empty }: { readonly empty: boolean },
): Promise<readonly RestartedHost[]> => {
  const hosts: RestartedHost[] = [];
  for (const hosting of agentHostings(definition)) {
    const found = await findHost(client, config, definition, hosting, empty);
    if (found.kind === 'left') {
      hosts.push(found.host);
      continue;
    }
    const { closed } = found;
    const host = empty ? { ...closed.host, carried: emptied(closed.host) } : closed.host;
    hosts.push(await startAgain(client, config, { ...closed, host }));
  }
  return hosts;
};
