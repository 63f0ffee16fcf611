import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import type { Census } from '../census/census';
import { routeCounts, type RouteCounts } from '../census/route-counts';
import type { KeyFilter } from '../keys/key-filter';
import { KeyLister, type KeyPage } from '../keys/list-keys';

export interface RouteStatus extends RouteCounts {
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
  census: Census,
): Promise<RouteStatus> => {
  const counts = routeCounts(census, route.name);
  const listed: readonly (readonly [KeyFilter, number])[] = [
    ['parked', counts.parked],
    ['paused', counts.paused],
    ['retrying', counts.retrying + counts.postponed],
    ['held', counts.held],
  ];
  const lister = new KeyLister(client, config, route);
  const keys = await Promise.all(
    listed.filter(([, found]) => found > 0).map(([status]) => lister.list({ status }, DETAILS)),
  );
  return { ...counts, keys: together(keys, route.lanes) };
};
