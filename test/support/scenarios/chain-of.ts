import type { Client } from '@temporalio/client';
import { STATUS_QUERY, type ChainStatus, type HostStatus } from '../../../src/model/contract/contract';

/** What a workflow says of one of its chains; undefined if it has nothing to do. */
export const chainOf = async (client: Client, workflowId: string, chain: string): Promise<ChainStatus | undefined> => {
  const status = await client.workflow.getHandle(workflowId).query<HostStatus>(STATUS_QUERY);
  return status.chains.find((one) => one.chain === chain);
};
