// Commits offsets for one membership. While kafkajs stops, its own commitOffsets() resolves without committing
// anything; this one asks the coordinator itself, with the generation of the assignment.
import { setTimeout as delay } from 'node:timers/promises';
import { errorText, GatewayError } from '../../errors';
import type { Log } from '../../log';
import type { AssignedPartition } from '../../records/record-source';
import type { Assignment } from './assignment';
import { encodeCommitMetadata } from '../protocol/commit-metadata';
import type { ConsumedPartition } from './consumed-partition';
import { isMembershipLost } from '../client/kafka-error';
import type { PartitionOffset, TopicOffsets } from '../kafkajs-internals';

export interface OffsetToCommit {
  readonly partition: AssignedPartition;
  readonly next: bigint;
}

interface Due {
  readonly consumed: ConsumedPartition;
  readonly next: bigint;
}

const ATTEMPTS = 5;
const PAUSE_MS = 200;

export class OffsetCommitter {
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly log: Log) {}

  /**
   * Commits in the order of the calls, so that an offset never goes back. Partitions no longer assigned are left out,
   * and all are once the group has begun another generation.
   * @throws GatewayError `kafka-unreachable`, retryable, if it is not known whether the commit succeeded.
   */
  commit(assignment: Assignment, offsets: readonly OffsetToCommit[]): Promise<void> {
    const turn = this.last.then(() => this.send(assignment, offsets));
    this.last = turn.catch(() => undefined); // the caller gets the error; the next commit must not get it too
    return turn;
  }

  private async send(assignment: Assignment, offsets: readonly OffsetToCommit[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const due = offsets.flatMap(({ partition, next }): Due[] => {
        const consumed = assignment.stillAssigned(partition);
        if (consumed === undefined) return [];
        const { committed } = consumed;
        return committed !== undefined && next <= committed ? [] : [{ consumed, next }];
      });
      if (due.length === 0) return;
      try {
        await this.request(assignment, due);
        return;
      } catch (error) {
        if (isMembershipLost(error)) {
          this.log.debug({ error: errorText(error) }, 'Offsets are left uncommitted: the group has moved on');
          return;
        }
        if (attempt === ATTEMPTS) throw unreachable(error);
      }
      await delay(PAUSE_MS * attempt);
    }
  }

  private async request({ membership }: Assignment, due: readonly Due[]): Promise<void> {
    const coordinator = await membership.getCoordinator();
    await coordinator.offsetCommit({
      groupId: membership.groupId,
      groupGenerationId: membership.generationId,
      memberId: membership.memberId,
      topics: byTopic(due),
    });
    for (const { consumed, next } of due) consumed.committed = next;
  }
}

const byTopic = (due: readonly Due[]): readonly TopicOffsets[] => {
  const topics = new Map<string, PartitionOffset[]>();
  for (const { consumed, next } of due) {
    const { stream, partition } = consumed.assigned;
    const metadata = encodeCommitMetadata({ streamId: stream.id, epoch: consumed.epochBelow(next) });
    const partitions = topics.get(stream.topic) ?? [];
    topics.set(stream.topic, [...partitions, { partition, offset: next.toString(), metadata }]);
  }
  return [...topics].map(([topic, partitions]) => ({ topic, partitions }));
};

const unreachable = (error: unknown): GatewayError =>
  new GatewayError('kafka-unreachable', `Offsets could not be committed: ${errorText(error)}`, {
    retryable: true,
    cause: error,
  });
