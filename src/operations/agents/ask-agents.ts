import type { Client } from '@temporalio/client';
import { hostStanding } from '../../temporal/agents/closed-agents';
import { askWorkflow } from '../ask-workflow';

/**
 * Asks a host of poll agents, as `askWorkflow` does. 'closed': someone closed it. Its last run would answer all the same, as
 * if its agents still polled.
 */
export const askAgents = async <T>(
  client: Client,
  workflowId: string,
  query: string,
  ...args: readonly unknown[]
): Promise<T | 'closed' | undefined> => {
  const host = await hostStanding(client, workflowId);
  return host?.kind === 'closed' ? 'closed' : askWorkflow<T>(client, workflowId, query, ...args);
};
