// The desired and actual state of a route. The control workflow has the desired state; the consumer group shows the
// actual one: a bridge that is paused has left it.
import type { Admin } from 'kafkajs';
import { isStopped, type RouteControl } from '../../model/route-control';

/**
 * - `running`: bridges read. `joining`: they are about to.
 * - `paused`: none reads, as desired. `pausing`: some still do.
 * - `stopped`: none reads although it is desired: no bridge runs.
 */
export type RealState = 'running' | 'joining' | 'paused' | 'pausing' | 'stopped';

export interface GroupState {
  readonly groupState: string;
  readonly groupMembers: number;
}

/** Looks from outside, so it works even while no gateway runs. */
export const groupState = async (admin: Admin, groupId: string): Promise<GroupState> => {
  const { groups } = await admin.describeGroups([groupId]);
  return { groupState: groups[0]?.state ?? 'Unknown', groupMembers: groups[0]?.members.length ?? 0 };
};

export const realState = (control: RouteControl, { groupState, groupMembers }: GroupState): RealState => {
  if (isStopped(control)) return groupMembers > 0 ? 'pausing' : 'paused';
  if (groupMembers === 0) return 'stopped';
  return groupState === 'Stable' ? 'running' : 'joining';
};
