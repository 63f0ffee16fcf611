import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { STATUS_QUERY, type ChainStatus, type HostStatus } from '../../model/contract/contract';
import { askWorkflow } from '../ask-workflow';
import { mapLimited } from '../../async/map-limited';
import { listWorkflows } from '../route-workflows';

const WORKFLOWS = 100;
const AT_ONCE = 8;
/** The maximum number of positions to look up in Kafka. */
const HEADS = 50;

export type RecordPlace = NonNullable<ChainStatus['head']>;

export interface WaitingRecords {
  /** Records accepted and not settled, summed over the workflows that answered. */
  readonly records: number;
  readonly answered: number;
  /** False if the count is only a lower bound: not every workflow was asked, or some did not answer. */
  readonly complete: boolean;
  /** The oldest waiting record of some of the keys seen. */
  readonly heads: readonly RecordPlace[];
}

/** Asks at most 100 workflows of a route what waits in them, those with parked or retrying keys first. */
export const waitingRecords = async (
  client: Client,
  config: ResolvedConfig,
  route: ResolvedRoute,
): Promise<WaitingRecords> => {
  const ids = new Set<string>();
  let more = false;
  for (const kind of ['noted', 'hosts'] as const) {
    for await (const { workflowId } of listWorkflows(client, config.name, route.name, kind)) {
      more = ids.size >= WORKFLOWS && !ids.has(workflowId);
      if (more) break;
      ids.add(workflowId);
    }
  }
  const answers: (HostStatus | undefined)[] = [];
  for (const some of [[...ids].slice(0, AT_ONCE), [...ids].slice(AT_ONCE)]) {
    answers.push(...(await mapLimited(some, AT_ONCE, (id) => askWorkflow<HostStatus>(client, id, STATUS_QUERY))));
    // There seems to be no worker, so waiting for the others would be futile.
    if (answers.every((answer) => answer === undefined)) break;
  }
  const known = answers.filter((answer) => answer !== undefined);
  const heads = known.flatMap(({ chains }) => chains.flatMap(({ head }) => (head === undefined ? [] : [head])));
  return {
    records: known.reduce((sum, { waiting }) => sum + waiting, 0),
    answered: known.length,
    complete: !more && known.length === ids.size,
    heads: heads.slice(0, HEADS),
  };
};
