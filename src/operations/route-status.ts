import type { Client } from '@temporalio/client';
import type { ResolvedConfig, ResolvedRoute } from '../config/resolved';
import { KeyLister, type KeyPage } from './list-keys';
import { countWorkflows } from './route-workflows';

export interface RouteStatus {
  /** Workflows that host keys: one each, or the lanes that have met a record. */
  readonly running: number;
  /** Of those, workflows with a parked key, and with a key that has failed three times or more and tries again. */
  readonly parked: number;
  readonly retrying: number;
  /** Keys whose workflow was closed; their records wait for `sluice keys restart`. */
  readonly held: number;
  /** Details of parked, retrying and held keys, the first of each. */
  readonly keys: KeyPage;
}

const DETAILS = 20;

const together = (pages: readonly KeyPage[]): KeyPage => ({
  keys: pages.flatMap((page) => page.keys),
  more: pages.some((page) => page.more),
  unanswered: pages.reduce((sum, page) => sum + page.unanswered, 0),
});

/** The Temporal side of a route, seen from outside. Without a worker the details are missing, not the numbers. */
export const routeStatus = async (
  client: Client,
  config: ResolvedConfig,
  route: ResolvedRoute,
): Promise<RouteStatus> => {
  const count = (kind: 'hosts' | 'parked' | 'retrying' | 'held'): Promise<number> =>
    countWorkflows(client, config.name, route.name, kind);
  const [running, parked, retrying, held] = await Promise.all([
    count('hosts'),
    count('parked'),
    count('retrying'),
    count('held'),
  ]);
  const lister = new KeyLister(client, config, route);
  const keys = await Promise.all([
    ...(parked > 0 ? [lister.list({ status: 'parked' }, DETAILS)] : []),
    ...(retrying > 0 ? [lister.list({ status: 'retrying' }, DETAILS)] : []),
    ...(held > 0 ? [lister.list({ status: 'held' }, DETAILS)] : []),
  ]);
  return { running, parked, retrying, held, keys: together(keys) };
};
