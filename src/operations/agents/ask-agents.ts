import type { Client } from '@temporalio/client';
import { hostStanding } from '../../temporal/agents/closed-agents';
import { askWorkflow } from '../ask-workflow';

/**
 * The answer of a host of poll agents. `closed`: someone closed it; its last run would still answer as if its agents
 * polled. `silent`: it does not answer, see `askWorkflow`.
 */
export type HostAnswer<T> =
  { readonly kind: 'answered'; readonly answer: T } | { readonly kind: 'closed' } | { readonly kind: 'silent' };

export const askAgents = async <T>(
  client: Client,
  workflowId: string,
  query: string,
  ...args: readonly unknown[]
): Promise<HostAnswer<T>> => {
  const host = await hostStanding(client, workflowId);
  if (host?.kind === 'closed') return { kind: 'closed' };
  const answer = await askWorkflow<T>(client, workflowId, query, ...args);
  return answer === undefined ? { kind: 'silent' } : { kind: 'answered', answer };
};
