import type { KafkaConfig } from 'kafkajs';
import { GatewayError } from '../../errors';
import type { Log } from '../../log';

export interface KafkajsRecordSourceOptions {
  readonly kafka: KafkaConfig & { readonly brokers: string[]; readonly clientId: string };
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Replaces cluster id and topic id, see `KafkaDefinition`. */
  readonly incarnation?: string | undefined;
  readonly log: Log;
  /** Time for the handler to settle and commit before a revocation. Below `rebalanceTimeoutMs`. @default 30000 */
  readonly drainTimeoutMs?: number | undefined;
  /** The broker gives the partitions to others after this long without a heartbeat. @default 30000 */
  readonly sessionTimeoutMs?: number | undefined;
  /** @default 3000 */
  readonly heartbeatIntervalMs?: number | undefined;
  /** Time that the broker gives members to rejoin. @default 60000 */
  readonly rebalanceTimeoutMs?: number | undefined;
  /** The consumer notices added partitions within this time. @default 30000 */
  readonly metadataMaxAgeMs?: number | undefined;
  /** A fetch without records returns after this time; leaving takes as long. @default 500 */
  readonly maxWaitMs?: number | undefined;
  /** @default 1048576 */
  readonly maxBytesPerPartition?: number | undefined;
  /** The source waits this long for a topic that disappears during consumption, then fails. @default 2000 */
  readonly missingTopicTimeoutMs?: number | undefined;
}

export interface SourceSettings {
  readonly kafka: KafkajsRecordSourceOptions['kafka'];
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly incarnation: string | undefined;
  readonly log: Log;
  readonly drainTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly metadataMaxAgeMs: number;
  readonly maxWaitMs: number;
  readonly maxBytesPerPartition: number;
  readonly missingTopicTimeoutMs: number;
}

/** The part of the rebalance timeout left after a drain, for the commit and the join itself. */
const REBALANCE_MARGIN_MS = 2_000;

/** @throws GatewayError `config-invalid` for times that do not fit together. */
export const resolveSourceSettings = (options: KafkajsRecordSourceOptions): SourceSettings => {
  const settings: SourceSettings = {
    kafka: options.kafka,
    groupId: options.groupId,
    topics: options.topics,
    incarnation: options.incarnation,
    log: options.log,
    drainTimeoutMs: options.drainTimeoutMs ?? 30_000,
    sessionTimeoutMs: options.sessionTimeoutMs ?? 30_000,
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? 3_000,
    rebalanceTimeoutMs: options.rebalanceTimeoutMs ?? 60_000,
    metadataMaxAgeMs: options.metadataMaxAgeMs ?? 30_000,
    maxWaitMs: options.maxWaitMs ?? 500,
    maxBytesPerPartition: options.maxBytesPerPartition ?? 1_048_576,
    missingTopicTimeoutMs: options.missingTopicTimeoutMs ?? 2_000,
  };
  const longest = settings.rebalanceTimeoutMs - REBALANCE_MARGIN_MS;
  if (settings.drainTimeoutMs > longest) {
    throw new GatewayError(
      'config-invalid',
      `drainTimeoutMs: expected at most ${longest} (rebalanceTimeoutMs less ${REBALANCE_MARGIN_MS}), got ${settings.drainTimeoutMs}. ` +
        'A member that drains longer loses its partitions before it has committed: shorten the one or lengthen the other.',
    );
  }
  if (settings.heartbeatIntervalMs * 3 > settings.sessionTimeoutMs) {
    throw new GatewayError(
      'config-invalid',
      `heartbeatIntervalMs: expected at most a third of sessionTimeoutMs (${settings.sessionTimeoutMs}), got ${settings.heartbeatIntervalMs}. ` +
        'Otherwise one lost heartbeat would cost the partitions.',
    );
  }
  return settings;
};
