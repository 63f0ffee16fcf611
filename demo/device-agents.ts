import { Client, Connection } from '@temporalio/client';
import { AGENT_UPDATE, type AgentAnswer, type AgentCommand } from '../src/model/agent-contract';
import { agentHostOf, agentsWorkflowId } from '../src/model/agent-names';
import { mapLimited } from '../src/operations/map-limited';

const DEFINITION = 'device-events';
/** The default of `hosts`. */
const HOSTS = 4;
const AT_A_TIME = 8;

/** An agent for each device, as `sluice agents create` makes them. */
export const createDeviceAgents = async (temporal: string, devices: readonly string[]): Promise<void> => {
  const connection = await Connection.connect({ address: temporal });
  try {
    const client = new Client({ connection });
    await mapLimited(devices, AT_A_TIME, async (device) => {
      const place = { host: agentHostOf(device, HOSTS), of: HOSTS };
      const command: AgentCommand = { agent: device, verb: 'create', parameters: { device } };
      await client.workflow
        .getHandle(agentsWorkflowId('home', DEFINITION, place))
        .executeUpdate<AgentAnswer, [AgentCommand]>(AGENT_UPDATE, { args: [command] });
    });
  } finally {
    await connection.close();
  }
};
