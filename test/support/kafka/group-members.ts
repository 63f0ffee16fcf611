import { engineAddress } from '../../../harness/engine-address';
import { withAdmin } from '../../../harness/with-admin';

/** Returns the ids of the members that the broker currently sees in a consumer group. */
export const groupMembers = (groupId: string, brokers = engineAddress('kafka')): Promise<readonly string[]> =>
  withAdmin({ brokers }, async (admin) => {
    const { groups } = await admin.describeGroups([groupId]);
    return groups.flatMap(({ members }) => members.map(({ memberId }) => memberId));
  });
