import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { KeyLister, type KeyFilter, type KeyPage } from '../keys/list-keys';
import { countWorkflows, type WorkflowKind } from '../route-workflows';

export interface RouteStatus {
  /** Workflows that host keys: one per key, or the lanes that have received a record. */
  readonly running: number;
  /**
   * Of those, each counted once by the most urgent of its keys: workflows with a parked key, with one that an operator
   * has paused, with one that has failed at least three times and is retrying, and with one whose destination is not to
   * be called now.
   */
  readonly parked: number;
  readonly paused: number;
  readonly retrying: number;
  readonly postponed: number;
  /** Keys whose workflow was closed; their records wait for `sluice keys restart`. */
  readonly held: number;
  /** Details of the first parked, paused, retrying, postponed and held keys. */
  readonly keys: KeyPage;
}

const DETAILS = 20;

/** Each status asks a lane again, but a lane that does not answer must count only once. */
const together = (pages: readonly KeyPage[], lanes: number): KeyPage => {
  const named = pages
    .flatMap((page) => page.keys)
    .map((key) => [JSON.stringify([key.workflowId, key.chain]), key] as const);
  const silent = pages.map(({ unanswered }) => unanswered);
  return {
    keys: Array.from(new Map(named).values()),
    more: pages.some((page) => page.more),
    unanswered: lanes > 0 ? Math.max(0, ...silent) : silent.reduce((sum, count) => sum + count, 0),
  };
};

/** Returns the Temporal side of a route, seen from outside. Without a worker only details are missing, not numbers. */
export const routeStatus = async (
  client: Client,
  config: ResolvedConfig,
  route: ResolvedRoute,
): Promise<RouteStatus> => {
  const count = (kind: WorkflowKind): Promise<number> =>
    countWorkflows(client, { gateway: config.name, route: route.name, kind });
  const [running, parked, paused, retrying, postponed, held] = await Promise.all([
    count('hosts'),
    count('parked'),
    count('paused'),
    count('retrying'),
    count('postponed'),
    count('held'),
  ]);
  // A lane that is counted for a more urgent key may host less urgent ones as well.
  const lane = route.lanes > 0;
  const listed: readonly (readonly [KeyFilter, number])[] = [
    ['parked', parked],
    ['paused', paused + (lane ? parked : 0)],
    ['retrying', retrying + (lane ? parked + paused : 0)],
    ['postponed', postponed + (lane ? parked + paused + retrying : 0)],
    ['held', held],
  ];
  const lister = new KeyLister(client, config, route);
  const keys = await Promise.all(
    listed.filter(([, found]) => found > 0).map(([status]) => lister.list({ status }, DETAILS)),
  );
  return { running, parked, paused, retrying, postponed, held, keys: together(keys, route.lanes) };
};
