// Names of poll agents in Temporal and of what they publish. NEVER CHANGE them: another id would be another workflow
// without cursors, and another record id would make a repeat look new.
import { laneOf } from './workflow-id';

/** No route can have this name. */
const AGENTS = '~agents';

/** The ids of a definition's hosts begin with this, and no others do but those that hold what closed hosts had. */
export const agentsPrefix = (gateway: string, definition = ''): string => `${gateway}/${AGENTS}/${definition}`;

/** The id of the workflow of a definition's only agent, or of one of the hosts of many. */
export const agentsWorkflowId = (gateway: string, definition: string, place?: { host: number; of: number }): string =>
  place === undefined
    ? agentsPrefix(gateway, definition)
    : `${agentsPrefix(gateway, definition)}/${place.host}-of-${place.of}`;

/** The id of the workflow that holds what a closed host had. */
export const heldAgentsId = (hostId: string): string => `${hostId}~held`;

export const agentHostOf = (agent: string, hosts: number): number => laneOf(agent, hosts);

/** What agents give as the route in their asks. */
export const agentsRoute = (definition: string): string => `${AGENTS}/${definition}`;

/** Such names are legal in ids, commands and URLs without quoting. */
export const AGENT_NAME = /^[A-Za-z0-9._:@-]{1,100}$/;
