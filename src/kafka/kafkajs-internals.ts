// Declares the internals of kafkajs 2.2.4 that the adapter builds on. The version is pinned and checked at load time
// (patch-kafkajs.ts): these shapes come from the package's source and hold for that version only.
import type { IHeaders } from 'kafkajs';

/** A request of our own over a kafkajs connection. */
export interface ProtocolCall<T> {
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    encode(): Promise<{ readonly buf: Buffer; readonly buffer: Buffer }>;
  };
  readonly response: { decode(payload: Buffer): Promise<T>; parse: (decoded: T) => Promise<T> };
}

export interface FetchedPartition {
  readonly partition: number;
  readonly highWatermark: string;
  /** The log start offset; this spelling is kafkajs' own. */
  readonly lastStartOffset: string;
  readonly messages: readonly FetchedMessage[];
}

export interface FetchResponse {
  readonly responses: readonly { readonly topicName: string; readonly partitions: readonly FetchedPartition[] }[];
}

/** A record as our fetch decoding leaves it for kafkajs, see client/patches/fetch-decoding.ts. */
export interface FetchedMessage {
  readonly offset: string;
  readonly timestamp: string;
  readonly attributes: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
  /** Headers in order, with repeated names; kafkajs' `headers` can hold neither. */
  readonly headerList: readonly (readonly [name: string, value: Buffer | null])[];
  /** Set on what must not be delivered: transaction markers, aborted records, the end of a compacted batch. */
  isControlRecord: boolean;
  /** The bytes of a record that is too large to keep in memory: of its payload nothing is here but its key. */
  readonly tooLarge?: number | undefined;
  /** Why nothing of the record could be decoded but its place. */
  readonly unreadable?: string | undefined;
  readonly batchContext: {
    readonly partitionLeaderEpoch: number;
    readonly producerId: string;
    readonly inTransaction: boolean;
  };
}

export interface PartitionOffset {
  readonly partition: number;
  readonly offset: string;
  readonly metadata?: string | null;
}

export interface TopicOffsets {
  readonly topic: string;
  readonly partitions: readonly PartitionOffset[];
}

export interface Broker {
  readonly versions: Readonly<Record<number, { readonly minVersion: number; readonly maxVersion: number }>> | null;
  readonly connectionPool: { send<T>(call: ProtocolCall<T>): Promise<T> };
  fetch(request: {
    readonly isolationLevel: number;
    readonly maxWaitTime: number;
    readonly minBytes: number;
    readonly maxBytes: number;
    readonly topics: readonly {
      readonly topic: string;
      readonly partitions: readonly {
        readonly partition: number;
        readonly fetchOffset: string;
        readonly maxBytes: number;
        /** Ours: see client/patches/fetch-decoding.ts. kafkajs hands it through. */
        readonly untilFirst?: boolean;
        /** Ours, too: called when the answer is there, before it is decoded. */
        readonly arrived?: () => void;
      }[];
    }[];
  }): Promise<FetchResponse>;
  offsetCommit(request: {
    readonly groupId: string;
    readonly groupGenerationId: number;
    readonly memberId: string;
    readonly topics: readonly TopicOffsets[];
  }): Promise<unknown>;
  offsetFetch(request: {
    readonly groupId: string;
    readonly topics: readonly {
      readonly topic: string;
      readonly partitions: readonly { readonly partition: number }[];
    }[];
  }): Promise<{ readonly responses: readonly TopicOffsets[] }>;
}

export interface Cluster {
  readonly brokerPool: { findConnectedBroker(): Promise<Broker> };
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  refreshMetadata(): Promise<void>;
  findBroker(node: { readonly nodeId: string }): Promise<Broker>;
  findGroupCoordinator(group: { readonly groupId: string }): Promise<Broker>;
  findTopicPartitionMetadata(topic: string): readonly { readonly partitionId: number; readonly leader: number }[];
  fetchTopicsOffset(
    topics: readonly {
      readonly topic: string;
      readonly partitions: readonly { readonly partition: number }[];
      readonly fromBeginning: boolean;
    }[],
  ): Promise<readonly TopicOffsets[]>;
}

/** The positions of one membership; a rejoin creates a new one. */
export interface OffsetManager {
  readonly groupId: string;
  readonly generationId: number;
  readonly memberId: string;
  getCoordinator(): Promise<Broker>;
  nextOffset(topic: string, partition: number): { toString(): string };
  clearOffsets(partition: { readonly topic: string; readonly partition: number }): void;
}

export interface ConsumerGroup {
  readonly cluster: Cluster;
  readonly groupId: string;
  readonly offsetManager: OffsetManager;
  readonly assigners: readonly { readonly hooks?: GroupHooks }[];
  assigned(): readonly { readonly topic: string; readonly partitions: readonly number[] }[];
  seek(position: { readonly topic: string; readonly partition: number; readonly offset: string }): void;
  heartbeat(options: { readonly interval: number }): Promise<void>;
}

/**
 * Adds what kafkajs lacks: hooks around a (re)join, before a fetch and before its recovery from a failed one. A
 * consumer gets them by carrying them on its assigner, see client/patches/group-hooks.ts.
 */
export interface GroupHooks {
  /** Awaited before each join, when all batch handlers have returned. Throwing keeps the member from joining. */
  leaving(group: ConsumerGroup): Promise<void>;
  /** Awaited after each join, before the first fetch. */
  joined(group: ConsumerGroup): Promise<void>;
  /** Called before each fetch; throwing a rebalance error makes the member rejoin. */
  fetching(): void;
  /** `recover` does what kafkajs would do by itself. */
  fetchFailed(group: ConsumerGroup, error: unknown, recover: () => Promise<void>): Promise<void>;
}
