import type { Client } from '@temporalio/client';
import type { Admin } from 'kafkajs';
import type { ResolvedConfig } from '../config/gateway/resolved-config';
import { withKafkaAdmin } from '../kafka/client/kafka-admin';
import { withKafkaCluster } from '../kafka/client/kafka-client';
import type { Cluster } from '../kafka/kafkajs-internals';
import type { Log } from '../log';
import { withTemporalClient } from './temporal-access';

export interface KafkaAccess {
  readonly admin: Admin;
  /** For requests that kafkajs' admin lacks. */
  readonly cluster: Cluster;
}

/** How an operation reaches the engines, whoever keeps the connections. */
export interface EngineAccess {
  /** @throws GatewayError `temporal-unreachable`, `temporal-setup`; otherwise whatever `work` throws. */
  temporal<T>(work: (client: Client) => Promise<T>): Promise<T>;
  /** @throws GatewayError `kafka-unreachable`; otherwise whatever `work` throws. */
  kafka<T>(work: (kafka: KafkaAccess) => Promise<T>): Promise<T>;
}

/** Connects for each work, and disconnects after it. */
export const connectedEachTime = (config: ResolvedConfig, log: Log): EngineAccess => ({
  temporal: (work) => withTemporalClient(config, work),
  kafka: (work) =>
    withKafkaAdmin(config.kafka, log, (admin) =>
      withKafkaCluster(config.kafka, log, (cluster) => work({ admin, cluster })),
    ),
});
