import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { NOTED_STATUSES, type NotedStatus } from '../../model/census';
import type { Census, CensusRow } from '../census/census';
import { KeyLister, type KeyFilter, type KeyPage } from '../keys/list-keys';

/** Keys of a route: parked; paused by an operator; failing for the third time or more; waiting for their destination. */
export interface RouteStatus extends Readonly<Record<NotedStatus, number>> {
  /** Workflows that host keys: one per key, or the lanes that have received a record. */
  readonly running: number;
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
  { rows, running }: Census,
): Promise<RouteStatus> => {
  const count = (wanted: CensusRow['status']): number =>
    rows.reduce((sum, { route: of, status, keys }) => sum + (of === route.name && status === wanted ? keys : 0), 0);
  const counts = Object.fromEntries(NOTED_STATUSES.map((status) => [status, count(status)])) as Record<
    NotedStatus,
    number
  >;
  const held = count('held');
  const listed: readonly (readonly [KeyFilter, number])[] = [
    ['parked', counts.parked],
    ['paused', counts.paused],
    ['retrying', counts.retrying + counts.postponed],
    ['held', held],
  ];
  const lister = new KeyLister(client, config, route);
  const keys = await Promise.all(
    listed.filter(([, found]) => found > 0).map(([status]) => lister.list({ status }, DETAILS)),
  );
  return { running: running.get(route.name) ?? 0, ...counts, held, keys: together(keys, route.lanes) };
};
