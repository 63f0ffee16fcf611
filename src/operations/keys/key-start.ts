import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { Hosting } from '../../model/contract/contract';
import type { KeyStart } from '../../model/contract/release-contract';
import { laneOf } from '../../model/names/workflow-id';
import { retirementOf } from '../../temporal/keys/shelf-access';
import type { KeyTarget } from './key-target';

/** How the gateway would start the workflow of a key, from its configuration alone. */
export const keyStart = async (client: Client, config: ResolvedConfig, target: KeyTarget): Promise<KeyStart> => {
  const { route } = target;
  const input = {
    gateway: config.name,
    route: route.name,
    hosting: hostingOf(target),
    ...(await retirementOf(client, config.name, route)),
  };
  return { workflowType: route.workflowType, taskQueue: config.temporal.taskQueue, input };
};

const hostingOf = ({ route: { lanes }, workflowId, chain, key }: KeyTarget): Hosting => {
  if (lanes === 0) return { kind: 'key', chain: chain ?? '', key };
  const lane = chain === undefined ? Number(/~lane-(\d+)-of-\d+$/.exec(workflowId)?.[1] ?? 0) : laneOf(chain, lanes);
  return { kind: 'lane', lane, of: lanes };
};
