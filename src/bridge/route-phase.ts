import type { RouteBridge } from './route-bridge';

/**
 * Where a route stands in this process. `none`: it has not begun, or waits for its next try. `running`: the bridge got
 * its first partitions at `since`. `broken`: the bridge has ended by itself. `dropping`: the bridge is told to end; where
 * that fails, the next look tries again.
 */
export type RoutePhase =
  | { readonly kind: 'none' | 'paused' }
  | { readonly kind: 'starting' | 'broken' | 'dropping'; readonly bridge: RouteBridge }
  | { readonly kind: 'running'; readonly bridge: RouteBridge; readonly since: number };

export const ROUTE_STATES = ['starting', 'running', 'paused', 'failed', 'ended'] as const;
/** What a route does in this process, for those who watch it. */
export type RouteState = (typeof ROUTE_STATES)[number];

/** A route that has failed is tried again and again; until it runs it counts as failed. */
export const routeState = (
  { kind }: RoutePhase,
  { failed, stopped }: { readonly failed: boolean; readonly stopped: boolean },
): RouteState => {
  if (stopped) return 'ended';
  if (failed) return 'failed';
  return kind === 'running' || kind === 'paused' ? kind : 'starting';
};
