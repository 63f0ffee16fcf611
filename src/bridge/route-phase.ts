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
