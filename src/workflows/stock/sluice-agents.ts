import type { AgentsInput } from '../../model/contract/agent-contract';
import { AgentHost } from '../agents/agent-host';

/** Hosts the poll agents of a definition: its only one, or this host's share of many. */
export const sluiceAgents = (input: AgentsInput): Promise<never> => new AgentHost(input).run();
