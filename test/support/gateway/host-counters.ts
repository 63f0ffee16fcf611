import type { Client } from '@temporalio/client';
import { STATUS_QUERY, type Counters, type HostStatus } from '../../../src/model/contract/contract';
import { hostIds, type Hosted } from './host-ids';

/** Sums the counters of all workflows that host the keys of a test. A worker must run to answer. */
export const hostCounters = async (client: Client, hosted: Hosted): Promise<Counters> => {
  const asked = Array.from(hostIds(hosted), (id) => client.workflow.getHandle(id).query<HostStatus>(STATUS_QUERY));
  // A query that is repeated after another has failed would meet a client that is closed meanwhile.
  await Promise.allSettled(asked);
  const answers = await Promise.all(asked);
  const sum = (counter: keyof Counters): number =>
    answers.reduce((total, { counters }) => total + (counters[counter] ?? 0), 0);
  return {
    accepted: sum('accepted'),
    duplicates: sum('duplicates'),
    truncations: sum('truncations'),
    stale: sum('stale'),
    settled: sum('settled'),
    skipped: sum('skipped'),
    refused: sum('refused'),
  };
};
