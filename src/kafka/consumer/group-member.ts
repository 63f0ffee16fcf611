// Runs one kafkajs consumer, from connecting to leaving the group.
import { GatewayError } from '../../errors';
import type { SourceHandler } from '../../records/record-source';
import { createKafkaClient, type KafkaClient } from '../client/kafka-client';
import { Membership, type MembershipOwner } from './membership';
import { OffsetCommitter, type OffsetToCommit } from './offset-committer';
import { topicMissing } from './open-assignment';
import { endsWithin } from '../../async/ends-within';
import { SilenceWatch } from './silence-watch';
import type { SourceSettings } from './source-settings';
import { identifyStreams } from '../client/topic-identity';

/** Beyond this many partitions, batches are delivered one after another. */
const CONCURRENT_BATCHES = 256;
/** Limits one broker's compressed answer: small records take several times that in memory (I10). */
const FETCH_BYTES = 2_097_152;
const LEAVE_MS = 3_000;
const CLOSE_MS = 500;

export interface MemberEvents {
  nextAssignmentEpoch(): number;
  assigned(): void;
}

export class GroupMember {
  private readonly client: KafkaClient;
  private readonly membership: Membership;
  private readonly committer: OffsetCommitter;
  private readonly stopped: Promise<GatewayError | undefined>;
  private stop: (failure?: GatewayError) => void = () => undefined;
  private leaveWithinMs = LEAVE_MS;

  constructor(
    private readonly settings: SourceSettings,
    handler: SourceHandler,
    events: MemberEvents,
  ) {
    let isStopping = false;
    this.stopped = new Promise((resolve) => {
      this.stop = (failure) => {
        isStopping = true;
        resolve(failure);
      };
    });
    const owner: MembershipOwner = {
      get isStopping() {
        return isStopping;
      },
      nextAssignmentEpoch: () => events.nextAssignmentEpoch(),
      assigned: () => {
        events.assigned();
      },
      failed: (failure) => {
        this.stop(failure);
      },
    };
    this.membership = new Membership(settings, handler, owner);
    this.committer = new OffsetCommitter(settings.log);
    this.client = createKafkaClient(settings.kafka, settings.log, consumerConfig(settings), this.membership);
  }

  /** Resolves when the group is left: with the reason why the consumer ended, or undefined if it was told to stop. */
  async live(): Promise<unknown> {
    const watch = this.watchSilence();
    const crashed = new Promise<unknown>((resolve) => {
      const { CRASH } = this.client.consumer.events;
      this.client.consumer.on(CRASH, ({ payload }) => {
        resolve(payload.error);
      });
    });
    const consumed = this.consume(crashed).then((error) => ({ kind: 'crashed', error }) as const);
    const stopped = this.stopped.then((error) => ({ kind: 'stopped', error }) as const);
    const end = await Promise.race([consumed, stopped]);
    this.stop();
    await (end.kind === 'stopped' ? this.membership.current?.revoke() : this.membership.lose());
    await this.leave();
    watch.stop();
    return end.error;
  }

  async commit(offsets: readonly OffsetToCommit[]): Promise<void> {
    const assignment = this.membership.current;
    if (assignment !== undefined) await this.committer.commit(assignment, offsets);
  }

  /** Lets the handler settle, then leaves the group; `live` resolves then. */
  drain(): void {
    this.stop();
  }

  /** Leaves the group without waiting for the handler. */
  close(): void {
    this.leaveWithinMs = CLOSE_MS;
    this.membership.abandon();
    this.stop();
  }

  /** Resolves with the reason why the consumer ended. */
  private async consume(crashed: Promise<unknown>): Promise<unknown> {
    const { consumer, cluster } = this.client;
    const { topics, incarnation } = this.settings;
    try {
      await consumer.connect();
      const streams = await identifyStreams(await cluster.brokerPool.findConnectedBroker(), topics, incarnation);
      const missing = topics.filter((topic) => !streams.has(topic));
      if (missing.length > 0) return topicMissing(missing);
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: CONCURRENT_BATCHES,
        eachBatch: this.membership.eachBatch,
      });
    } catch (error) {
      return error;
    }
    return crashed;
  }

  private watchSilence(): SilenceWatch {
    const { sessionTimeoutMs, rebalanceTimeoutMs } = this.settings;
    const { consumer } = this.client;
    // A join may legitimately last as long as the group waits for its slowest member.
    const limitMs = Math.max(2 * sessionTimeoutMs, rebalanceTimeoutMs + sessionTimeoutMs);
    const watch = new SilenceWatch(limitMs, () => {
      const message = `The Kafka consumer has neither fetched nor sent a heartbeat for ${limitMs} ms`;
      this.stop(new GatewayError('kafka-crashed', message, { retryable: true }));
    });
    const heard = (): void => {
      watch.heard();
    };
    const { CONNECT, FETCH, GROUP_JOIN, HEARTBEAT, REBALANCING } = consumer.events;
    consumer.on(CONNECT, heard);
    consumer.on(FETCH, heard);
    consumer.on(GROUP_JOIN, heard);
    consumer.on(HEARTBEAT, heard);
    consumer.on(REBALANCING, heard);
    return watch;
  }

  private async leave(): Promise<void> {
    const disconnected = this.client.consumer.disconnect();
    // A join in progress may last a minute, and a broker may be gone: neither may delay leaving.
    await endsWithin(disconnected, this.settings.maxWaitMs + this.leaveWithinMs);
    this.membership.abandon();
    this.client.sockets.destroy();
    await endsWithin(disconnected, CLOSE_MS);
  }
}

const consumerConfig = (settings: SourceSettings) => ({
  groupId: settings.groupId,
  sessionTimeout: settings.sessionTimeoutMs,
  rebalanceTimeout: settings.rebalanceTimeoutMs,
  heartbeatInterval: settings.heartbeatIntervalMs,
  maxWaitTimeInMs: settings.maxWaitMs,
  metadataMaxAge: settings.metadataMaxAgeMs,
  maxBytesPerPartition: settings.maxBytesPerPartition,
  maxBytes: Math.max(FETCH_BYTES, settings.maxBytesPerPartition),
});
