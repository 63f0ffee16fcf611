import { NOTED_STATUSES, type NotedStatus } from '../../model/keys/census';
import type { Census } from './census';

/** Keys of a route: parked; paused by an operator; failing for the third time or more; waiting for their destination. */
export interface RouteCounts extends Readonly<Record<NotedStatus, number>> {
  /** Workflows that host keys: one per key, or the lanes that have received a record. */
  readonly running: number;
  /** Keys whose workflow was closed; their records wait for `sluice keys restart`. */
  readonly held: number;
}

export const routeCounts = ({ rows, running }: Census, route: string): RouteCounts => {
  const count = (wanted: NotedStatus | 'held'): number =>
    rows.reduce((sum, row) => sum + (row.route === route && row.status === wanted ? row.keys : 0), 0);
  const noted = Object.fromEntries(NOTED_STATUSES.map((status) => [status, count(status)])) as Record<
    NotedStatus,
    number
  >;
  return { ...noted, held: count('held'), running: running.get(route) ?? 0 };
};
