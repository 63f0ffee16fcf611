import { connectAgents, type ResolvedConfig } from 'sluice';

const DEFINITION = 'device-events';
const AT_A_TIME = 8;

/** An agent for each device. One that is there already stays as it is. */
export const createAgents = async (config: ResolvedConfig, devices: readonly string[]): Promise<void> => {
  const agents = await connectAgents(config);
  const waiting = devices.values();
  const create = async (): Promise<void> => {
    for (const device of waiting) await agents.create(DEFINITION, device, { device });
  };
  try {
    await Promise.all(Array.from({ length: AT_A_TIME }, create));
  } finally {
    await agents.close();
  }
};
