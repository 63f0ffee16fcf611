import type { Client } from '@temporalio/client';
import { hostStanding } from '../../temporal/agents/closed-agents';
import { askWorkflow } from '../ask-workflow';

/**
 * What a host of poll agents says. `closed`: someone closed it; its last run would answer all the same, as if its agents
 * still polled. `silent`: it does not answer, see `askWorkflow`.
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
