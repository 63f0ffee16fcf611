import type { Admin } from 'kafkajs';
import { AssignerProtocol } from '../../../../src/kafka/client/kafkajs';
import { encodeCommitMetadata } from '../../../../src/kafka/protocol/commit-metadata';
import type { ResolvedRoute } from '../../../../src/config/route/resolved-route';
import { groupUse, otherMembers } from '../../../../src/operations/routes/group-use';

const member = (clientId: string, topics: string[]): { clientId: string; memberMetadata: Buffer } => ({
  clientId,
  memberMetadata: AssignerProtocol.MemberMetadata.encode({ version: 1, topics, userData: Buffer.alloc(0) }),
});
const OURS = { topics: ['orders'], clientId: 'sluice' };

test.each([
  ['bridges', 'RoundRobinAssigner', [member('sluice', ['orders'])], []],
  ['a bridge whose configuration has other topics', 'RoundRobinAssigner', [member('sluice', ['others'])], []],
  ['an application that reads other topics in the same way', 'RoundRobinAssigner', [member('app', ['a'])], ['app']],
  ['an application that shares partitions out otherwise', 'range', [member('app', ['orders'])], ['app']],
  ['what is no metadata at all', 'RoundRobinAssigner', [{ clientId: 'app', memberMetadata: Buffer.from([1]) }], []],
  ['members that are still joining', '', [member('app', ['a'])], []],
] as const)('A group has other members if it has %s: as told.', (_, protocol, members, expected) => {
  expect(otherMembers({ protocol, members }, OURS)).toEqual(expected);
});

const admin = (metadata: string | null): Admin =>
  ({
    describeGroups: () => Promise.resolve({ groups: [{ protocol: '', members: [] }] }),
    listTopics: () => Promise.resolve(['orders']),
    fetchOffsets: () => Promise.resolve([{ topic: 'orders', partitions: [{ partition: 0, offset: '8', metadata }] }]),
    fetchTopicOffsets: () => Promise.resolve([{ partition: 0, low: '2', high: '20', offset: '20' }]),
  }) as unknown as Admin;
const ROUTE = { groupId: 'g', topics: ['orders', 'missing'] } as unknown as ResolvedRoute;

test('What another client has committed past is told, and what Sluice has committed is not.', async () => {
  const skipped = [{ topic: 'orders', partition: 0, from: 2n, to: 8n }];
  for (const metadata of [null, '', 'a note', '{}']) {
    expect((await groupUse(admin(metadata), ROUTE, 'sluice')).skipped).toEqual(skipped);
  }
  const ours = encodeCommitMetadata({ streamId: 's', epoch: undefined });
  expect((await groupUse(admin(ours), ROUTE, 'sluice')).skipped).toEqual([]);
});
