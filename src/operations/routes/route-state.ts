// The desired and actual state of a route. The control workflow has the desired state; the consumer group shows the
// actual one: a bridge that is paused has left it.
import type { Admin } from 'kafkajs';
import { isStopped, type RouteControl } from '../../model/routes/route-control';
import { presentFailures, type RouteFailure } from '../../model/routes/route-failures';

/**
 * - `running`: bridges read. `joining`: they are about to.
 * - `paused`: none reads, as desired. `pausing`: some still do.
 * - `failed`: a bridge cannot read, says why, and tries again.
 * - `stopped`: none reads although it is desired: no bridge runs.
 */
export type RealState = 'running' | 'joining' | 'paused' | 'pausing' | 'failed' | 'stopped';

export interface GroupState {
  readonly groupState: string;
  readonly groupMembers: number;
}

/** Looks from outside, so it works even while no gateway runs. */
export const groupState = async (admin: Admin, groupId: string): Promise<GroupState> => {
  const { groups } = await admin.describeGroups([groupId]);
  return { groupState: groups[0]?.state ?? 'Unknown', groupMembers: groups[0]?.members.length ?? 0 };
};

/** Returns what keeps bridges from running a route that they should run. */
export const routeFailures = (control: RouteControl, now: number): readonly RouteFailure[] =>
  isStopped(control) ? [] : presentFailures(control, now);

export const realState = (control: RouteControl, { groupState, groupMembers }: GroupState): RealState => {
  if (isStopped(control)) return groupMembers > 0 ? 'pausing' : 'paused';
  // The members of the group may be those of another application: they prove nothing against it.
  if (routeFailures(control, Date.now()).length > 0) return 'failed';
  if (groupMembers === 0) return 'stopped';
  return groupState === 'Stable' ? 'running' : 'joining';
};
