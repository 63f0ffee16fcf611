// Desired and real state of a route. What is wanted stands in the control workflow; what is, in the consumer group: a
// bridge that is paused has left it.
import type { Admin } from 'kafkajs';
import { isStopped, type RouteControl } from '../../model/route-control';

/**
 * - `running`: bridges read. `joining`: they are about to.
 * - `paused`: none reads, as is wanted. `pausing`: some still do.
 * - `stopped`: none reads, although it is wanted: no bridge runs.
 */
export type RealState = 'running' | 'joining' | 'paused' | 'pausing' | 'stopped';

export interface GroupState {
  readonly groupState: string;
  readonly groupMembers: number;
}

/** Seen from outside: also while no gateway runs. */
export const groupState = async (admin: Admin, groupId: string): Promise<GroupState> => {
  const { groups } = await admin.describeGroups([groupId]);
  return { groupState: groups[0]?.state ?? 'Unknown', groupMembers: groups[0]?.members.length ?? 0 };
};

export const realState = (control: RouteControl, { groupState, groupMembers }: GroupState): RealState => {
  if (isStopped(control)) return groupMembers > 0 ? 'pausing' : 'paused';
  if (groupMembers === 0) return 'stopped';
  return groupState === 'Stable' ? 'running' : 'joining';
};
