// The parts of kafkajs 2.2.4 that write; kafka/kafkajs-internals.ts has the others. The version is pinned.
// Its own transactional producer is not used: it waits 300 ms when the coordinator is busy for 5, a failed commit
// wedges it for good, and its `send` can resolve without having written what moved to another leader meanwhile.
import type { IHeaders } from 'kafkajs';
import type { Broker, Cluster, TopicOffsets } from '../kafka/kafkajs-internals';

export interface ProducerIdentity {
  readonly producerId: string;
  readonly producerEpoch: number;
}

interface InTransaction extends ProducerIdentity {
  readonly transactionalId: string;
}

export interface WrittenMessage {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
  readonly timestamp: number;
}

export interface ProducingBroker extends Broker {
  produce(
    request: Partial<InTransaction> & {
      readonly acks: number;
      readonly timeout: number;
      readonly topicData: readonly {
        readonly topic: string;
        readonly partitions: readonly {
          readonly partition: number;
          readonly firstSequence: number;
          readonly messages: readonly WrittenMessage[];
        }[];
      }[];
    },
  ): Promise<{
    readonly topics: readonly {
      readonly topicName: string;
      readonly partitions: readonly { readonly partition: number; readonly errorCode: number }[];
    }[];
  }>;
  initProducerId(request: {
    readonly transactionalId: string;
    readonly transactionTimeout: number;
  }): Promise<ProducerIdentity>;
  addPartitionsToTxn(
    request: InTransaction & {
      readonly topics: readonly { readonly topic: string; readonly partitions: readonly number[] }[];
    },
  ): Promise<unknown>;
  addOffsetsToTxn(request: InTransaction & { readonly groupId: string }): Promise<unknown>;
  txnOffsetCommit(
    request: InTransaction & { readonly groupId: string; readonly topics: readonly TopicOffsets[] },
  ): Promise<unknown>;
  endTxn(request: InTransaction & { readonly transactionResult: boolean }): Promise<unknown>;
}

export interface ProducingCluster extends Cluster {
  findBroker(node: { readonly nodeId: string }): Promise<ProducingBroker>;
  findGroupCoordinator(request: {
    readonly groupId: string;
    readonly coordinatorType: 0 | 1;
  }): Promise<ProducingBroker>;
}
