// Names of poll agents in Temporal and of what they publish. NEVER CHANGE them: another id would be another workflow,
// without cursors, and another record id would make a repeat look new.
import { laneOf } from './workflow-id';

/** No route has such a name. */
const AGENTS = '~agents';

/** All hosts of a definition begin with this, and no other workflow does but those that hold what closed ones had. */
export const agentsPrefix = (gateway: string, definition = ''): string => `${gateway}/${AGENTS}/${definition}`;

/** The workflow of a definition's one agent, or one of the hosts of many. */
export const agentsWorkflowId = (gateway: string, definition: string, place?: { host: number; of: number }): string =>
  place === undefined
    ? agentsPrefix(gateway, definition)
    : `${agentsPrefix(gateway, definition)}/${place.host}-of-${place.of}`;

/** Beside a host that was closed. */
export const heldAgentsId = (hostId: string): string => `${hostId}~held`;

export const agentHostOf = (agent: string, hosts: number): number => laneOf(agent, hosts);

/** What stands for the route in asks of agents. */
export const agentsRoute = (definition: string): string => `${AGENTS}/${definition}`;

/** Legal in ids, commands and URLs without quoting. */
export const AGENT_NAME = /^[A-Za-z0-9._:@-]{1,100}$/;
