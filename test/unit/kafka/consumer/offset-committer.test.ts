import { Assignment } from '../../../../src/kafka/consumer/assignment';
import { ConsumedPartition } from '../../../../src/kafka/consumer/consumed-partition';
import type { Broker, OffsetManager } from '../../../../src/kafka/kafkajs-internals';
import { OffsetCommitter } from '../../../../src/kafka/consumer/offset-committer';
import type { AssignedPartition, SourceHandler } from '../../../../src/records/record-source';
import { silentLog } from '../silent-log';

type Commit = Parameters<Broker['offsetCommit']>[0];

const assigned = (partition: number): AssignedPartition => ({
  stream: { id: 'stream', topic: 't' },
  partition,
  assignmentEpoch: 1,
});

const setUp = (outcomes: (Error | undefined)[] = []) => {
  const commits: Commit[] = [];
  const coordinator = {
    offsetCommit: (commit: Commit) => {
      const error = outcomes.shift();
      if (error !== undefined) return Promise.reject(error);
      commits.push(commit);
      return Promise.resolve();
    },
  };
  const membership = {
    groupId: 'g',
    generationId: 4,
    memberId: 'm',
    getCoordinator: () => Promise.resolve(coordinator),
  } as unknown as OffsetManager;
  const [first, second] = [assigned(0), assigned(1)];
  const partitions = [
    new ConsumedPartition(first, 10n, { leaderEpoch: 2, endOffset: 9n }),
    new ConsumedPartition(second, undefined, undefined),
  ];
  const assignment = new Assignment(partitions, membership, {} as SourceHandler, 10, silentLog);
  return { committer: new OffsetCommitter(silentLog), assignment, commits, first, second };
};

const offsetsOf = (commits: readonly Commit[]): readonly unknown[] =>
  commits.map(({ topics }) =>
    topics.map(({ partitions }) => partitions.map(({ partition, offset }) => [partition, offset])),
  );

test('The committer commits for the member and generation of the assignment, and says for which stream.', async () => {
  const { committer, assignment, commits, first } = setUp();
  await committer.commit(assignment, [{ partition: first, next: 12n }]);
  expect(commits).toEqual([
    {
      groupId: 'g',
      groupGenerationId: 4,
      memberId: 'm',
      topics: [
        {
          topic: 't',
          partitions: [{ partition: 0, offset: '12', metadata: '{"v":1,"stream":"stream","epoch":2,"end":"9"}' }],
        },
      ],
    },
  ]);
});

test('The committer never moves an offset back, and sends nothing when there is nothing new.', async () => {
  const { committer, assignment, commits, first, second } = setUp();
  await Promise.all([
    committer.commit(assignment, [{ partition: first, next: 15n }]),
    committer.commit(assignment, [
      { partition: first, next: 14n },
      { partition: second, next: 0n },
    ]),
    committer.commit(assignment, [{ partition: first, next: 15n }]),
  ]);
  expect(offsetsOf(commits)).toEqual([[[[0, '15']]], [[[1, '0']]]]);
});

test('The committer leaves out partitions that are not of this assignment, and all of one that is over.', async () => {
  const { committer, assignment, commits, first } = setUp();
  await committer.commit(assignment, [{ partition: assigned(0), next: 20n }]);
  assignment.abandon();
  await committer.commit(assignment, [{ partition: first, next: 20n }]);
  expect(commits).toEqual([]);
});

test.each(['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'NOT_COORDINATOR_FOR_GROUP'])(
  'The committer leaves offsets uncommitted once the group has moved on (%s).',
  async (type) => {
    const { committer, assignment, commits, first } = setUp([Object.assign(new Error(type), { type })]);
    await committer.commit(assignment, [{ partition: first, next: 20n }]);
    expect(commits).toEqual([]);
  },
);

test('The committer tries again when Kafka cannot be reached, and goes on with the next commit after one that failed.', async () => {
  const away = new Error('away');
  const { committer, assignment, commits, first } = setUp([away, undefined, away, away, away, away, away]);
  await committer.commit(assignment, [{ partition: first, next: 20n }]);
  expect(offsetsOf(commits)).toEqual([[[[0, '20']]]]);
  const failing = committer.commit(assignment, [{ partition: first, next: 21n }]);
  const next = committer.commit(assignment, [{ partition: first, next: 22n }]);
  await expect(failing).rejects.toMatchObject({ code: 'kafka-unreachable', retryable: true });
  await next;
  expect(offsetsOf(commits)).toEqual([[[[0, '20']]], [[[0, '22']]]]);
});
