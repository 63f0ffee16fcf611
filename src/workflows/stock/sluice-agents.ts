import { isAgentsInput, isWholeAgentsInput } from '../../model/wire/agent-inputs';
import { AgentHost } from '../agents/agent-host';
import { checkedStart } from '../wire/checked-start';

/** Hosts the poll agents of a definition: its only one, or this host's share of many. */
export const sluiceAgents = checkedStart(isAgentsInput, (input) => new AgentHost(input).run(), isWholeAgentsInput);
