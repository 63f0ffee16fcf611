// Desired and real state of a route. What is wanted stands in the control workflow; what is, in the consumer group: a
// bridge that is paused has left it.
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

export const realState = (control: RouteControl, { groupState, groupMembers }: GroupState): RealState => {
  if (isStopped(control)) return groupMembers > 0 ? 'pausing' : 'paused';
  if (groupMembers === 0) return 'stopped';
  return groupState === 'Stable' ? 'running' : 'joining';
};
