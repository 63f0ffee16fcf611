// Keeps what a consumer knows between its joins, and moves records from its fetches to the handler.
// M1 A batch is delivered, and an offset committed, only for the current assignment.
// M2 Records delivered under a stream's id were read from that stream: the broker is asked after each fetch.
// M3 Partitions are given up only when the handler has settled, or has used up its time.
// M4 Only kafkajs errors leave eachBatch: any other, such as a TypeError, would silently end its consumer.
import type { EachBatchPayload } from 'kafkajs';
import { errorText, GatewayError } from '../../errors';
import type { SourceHandler } from '../../records/record-source';
import { assertNotTruncated } from './assert-not-truncated';
import { Assignment } from './assignment';
import { isStaleMetadata, outOfRange, refreshMetadata } from './fetch-failure';
import { HeartbeatPump } from './heartbeat-pump';
import type { ConsumedPartition, ReadPosition } from './consumed-partition';
import {
  endOfConsumer,
  gatewayErrorIn,
  isRebalance,
  isKafkajsError,
  isMembershipLost,
  isOffsetOutOfRange,
  rejoin,
} from '../client/kafka-error';
import type { ConsumerGroup, GroupHooks } from '../kafkajs-internals';
import { openAssignment } from './open-assignment';
import { type FetchedBatch, readPositions, sourceBatch } from './source-batch';
import type { SourceSettings } from './source-settings';
import { StreamIdentities } from '../client/stream-identities';

export interface MembershipOwner {
  readonly isStopping: boolean;
  nextAssignmentEpoch(): number;
  assigned(): void;
  /** Nothing more is to be consumed; the owner leaves the group. */
  failed(error: GatewayError): void;
}

export class Membership implements GroupHooks {
  private assignment: Assignment | undefined;
  private group: ConsumerGroup | undefined;
  private pump: HeartbeatPump | undefined;
  private loss: unknown;
  private readonly identities: StreamIdentities;

  constructor(
    private readonly settings: SourceSettings,
    private readonly handler: SourceHandler,
    private readonly owner: MembershipOwner,
  ) {
    this.identities = new StreamIdentities(settings.topics, settings.incarnation);
  }

  get current(): Assignment | undefined {
    return this.assignment;
  }

  async leaving(): Promise<void> {
    await this.assignment?.revoke();
    this.release();
    if (this.owner.isStopping) throw endOfConsumer('the source is stopping');
  }

  async joined(group: ConsumerGroup): Promise<void> {
    try {
      const { drainTimeoutMs, log } = this.settings;
      const streams = await this.identities.of(await group.offsetManager.getCoordinator());
      const partitions = await openAssignment(group, streams, this.owner.nextAssignmentEpoch(), log);
      if (this.owner.isStopping) throw endOfConsumer('the source is stopping');
      this.group = group;
      this.assignment = new Assignment(partitions, group.offsetManager, this.handler, drainTimeoutMs, log);
      this.handler.assigned(partitions.map(({ assigned }) => assigned));
      this.pumpHeartbeats(group, this.assignment);
      this.owner.assigned();
    } catch (error) {
      // The member joined without knowing what it got: kafkajs would retry by fetching, so this consumer has to end.
      throw endOfConsumer(error);
    }
  }

  /** We may end an assignment by our own judgement without the group knowing: its records must come again. */
  fetching(): void {
    if (this.owner.isStopping || this.assignment?.mayCommit === true) return;
    throw rejoin('nothing is assigned any more');
  }

  async fetchFailed(group: ConsumerGroup, error: unknown, recover: () => Promise<void>): Promise<void> {
    const unreadable = gatewayErrorIn(error);
    if (unreadable !== undefined) throw await this.fail(unreadable);
    if (isStaleMetadata(error)) {
      await refreshMetadata(group);
      void this.assignment?.revoke(); // Handlers of other brokers' records end now, not when they are through.
      throw rejoin(`topics have changed or moved: ${errorText(error)}`);
    }
    if (!isOffsetOutOfRange(error)) {
      await recover();
      return;
    }
    const assignment = this.assignment;
    const consumed = assignment?.find(error.topic, error.partition);
    if (assignment === undefined || consumed === undefined) throw rejoin('the partition is not assigned');
    await this.loseIfRecreated(assignment, consumed);
    if (assignment.isRevoked) throw rejoin('the assignment has ended');
    const failure = await outOfRange(group, consumed);
    if (failure !== undefined) throw await this.fail(failure);
  }

  readonly eachBatch = async (payload: EachBatchPayload): Promise<void> => {
    const fetched = payload.batch as unknown as FetchedBatch;
    try {
      if (await this.deliver(fetched)) payload.resolveOffset(fetched.lastOffset());
    } catch (error) {
      if (isKafkajsError(error)) throw error;
      const message = `The batch at offset ${fetched.fetchedOffset} of ${fetched.topic}[${fetched.partition}] could not be handled: ${errorText(error)}`;
      await this.fail(gatewayErrorIn(error) ?? new GatewayError('kafka-crashed', message, { cause: error }));
    }
  };

  /** Ends the assignment without waiting, for a member that must leave now. */
  abandon(): void {
    this.assignment?.abandon();
    this.release();
  }

  /** The group has given our partitions away, or the consumer is gone. */
  async lose(): Promise<void> {
    await this.assignment?.lose();
    this.release();
  }

  /** Returns true if the batch is done with and the position may move past it. */
  private async deliver(fetched: FetchedBatch): Promise<boolean> {
    const { assignment } = this;
    const consumed = assignment?.find(fetched.topic, fetched.partition);
    if (assignment === undefined || consumed === undefined) throw rejoin('the partition is not assigned');
    const positions = readPositions(fetched);
    if (!assignment.isRevoked) await this.loseIfRecreated(assignment, consumed);
    if (!assignment.isRevoked) await this.checkEpochs(consumed, positions);
    if (!assignment.isRevoked) {
      consumed.read(positions);
      await assignment.deliver(sourceBatch(consumed.assigned, fetched));
    }
    if (!assignment.isRevoked) return true;
    await assignment.ended;
    if (this.owner.isStopping) return false;
    throw isMembershipLost(this.loss) ? this.loss : rejoin('the assignment has ended');
  }

  private async loseIfRecreated(assignment: Assignment, consumed: ConsumedPartition): Promise<void> {
    const { stream } = consumed.assigned;
    if (this.group === undefined || (await this.identities.isStill(this.group.cluster, consumed.assigned))) return;
    this.settings.log.warn(
      { topic: stream.topic, stream: stream.id },
      'The topic was deleted or made again while it was consumed: joining the group again for the topics that exist now',
    );
    await assignment.lose();
  }

  private async checkEpochs(consumed: ConsumedPartition, positions: readonly ReadPosition[]): Promise<void> {
    const back = consumed.regression(positions);
    if (back !== undefined) {
      throw new GatewayError(
        this.settings.incarnation === undefined ? 'log-truncated' : 'stream-changed',
        `Offset ${back.offset} of ${consumed.name} has leader epoch ${back.leaderEpoch}, below that of offsets before it: ` +
          'this is not the log that was read so far. If the topic was made again, give kafka.incarnation a new value; ' +
          'otherwise look for a restored or damaged disk. The committed offset is left alone.',
      );
    }
    const [first] = positions;
    if (this.group === undefined || first === undefined || first.leaderEpoch === consumed.epoch?.leaderEpoch) return;
    await assertNotTruncated(this.group.cluster, consumed);
  }

  private async fail(error: GatewayError): Promise<Error> {
    this.owner.failed(error);
    await this.assignment?.revoke();
    return endOfConsumer(error);
  }

  private pumpHeartbeats(group: ConsumerGroup, assignment: Assignment): void {
    const { heartbeatIntervalMs, sessionTimeoutMs, log } = this.settings;
    this.loss = undefined;
    this.pump = new HeartbeatPump(group, heartbeatIntervalMs, sessionTimeoutMs, (error) => {
      if (assignment.isRevoked) return;
      log.debug({ error: errorText(error) }, 'Partitions are about to be revoked');
      this.loss = error;
      void (isRebalance(error) ? assignment.revoke() : assignment.lose());
    });
    this.pump.start();
  }

  private release(): void {
    this.pump?.stop();
    this.pump = undefined;
    this.assignment = undefined;
  }
}
