import type { Client } from '@temporalio/client';
import { STATUS_QUERY, type Counters, type HostStatus } from '../../src/model/contract';
import { hostWorkflowId } from '../../src/model/workflow-id';

export interface Hosted {
  /** Name of the gateway. */
  readonly name: string;
  readonly lanes: number;
  /** Keys `key-0` to the one before this. */
  readonly keys: number;
}

/** Counters added up over all workflows that host the keys of a test. A worker must run to answer. */
export const hostCounters = async (client: Client, { name, lanes, keys }: Hosted): Promise<Counters> => {
  const ids = new Set(
    Array.from({ length: keys }, (_, index) => hostWorkflowId(name, 'main', `key-${String(index)}`, lanes)),
  );
  const answers = await Promise.all(
    Array.from(ids, (id) => client.workflow.getHandle(id).query<HostStatus>(STATUS_QUERY)),
  );
  const sum = (counter: keyof Counters): number =>
    answers.reduce((total, { counters }) => total + counters[counter], 0);
  return {
    accepted: sum('accepted'),
    duplicates: sum('duplicates'),
    truncations: sum('truncations'),
    stale: sum('stale'),
    settled: sum('settled'),
    skipped: sum('skipped'),
  };
};
