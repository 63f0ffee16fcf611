import type { Stream } from '../../model/contract/record';
import type { AssignedPartition } from '../../records/record-source';
import { IdentityCheck } from './identity-check';
import type { Broker, Cluster } from '../kafkajs-internals';
import { partitionLeader } from './partition-leader';
import { identifyStreams } from './topic-identity';

/** Knows which streams some topics currently are, according to the brokers. */
export class StreamIdentities {
  private readonly checks = new WeakMap<Broker, IdentityCheck>();

  constructor(
    private readonly topics: readonly string[],
    private readonly incarnation: string | undefined,
  ) {}

  of(broker: Broker): Promise<ReadonlyMap<string, Stream>> {
    return identifyStreams(broker, this.topics, this.incarnation);
  }

  /**
   * Asks the leader, which served the records: it learns of a new topic before it serves the first record of it. So if
   * the leader still names the stream now, what was fetched before belongs to that stream.
   */
  async isStill(cluster: Cluster, { stream, partition }: AssignedPartition): Promise<boolean> {
    if (this.incarnation !== undefined) return true; // The operator has set it, and brokers may not know better.
    const leader = await partitionLeader(cluster, stream.topic, partition);
    const check = this.checks.get(leader) ?? new IdentityCheck(() => this.of(leader));
    this.checks.set(leader, check);
    return (await check.now()).get(stream.topic)?.id === stream.id;
  }
}
