import { GatewayError } from '../../errors';
import type { ConsumedPartition } from './consumed-partition';
import type { Cluster } from '../kafkajs-internals';
import { leaderEpochEnd, partitionLeader } from '../client/partition-leader';

/**
 * Checks that the log still holds what was read from it and was not cut back and rewritten since (unclean election,
 * lost or restored disk). Otherwise other records would sit at offsets already read and be skipped silently (I11).
 * @throws GatewayError `log-truncated`.
 */
export const assertNotTruncated = async (cluster: Cluster, consumed: ConsumedPartition): Promise<void> => {
  const { stream, partition } = consumed.assigned;
  const read = consumed.epoch;
  if (read === undefined || read.leaderEpoch < 0) return;
  const leader = await partitionLeader(cluster, stream.topic, partition);
  const end = await leaderEpochEnd(leader, stream.topic, partition, read.leaderEpoch);
  if (end.kind === 'unsupported') return;
  if (end.kind === 'end' && end.leaderEpoch >= read.leaderEpoch && end.endOffset >= read.endOffset) return;
  const since =
    end.kind === 'end' ? `it is the same only up to offset ${end.endOffset}` : 'nothing of that epoch is left';
  throw new GatewayError(
    'log-truncated',
    `The log of ${consumed.name} was truncated and written again: it was read up to offset ${read.endOffset} in leader epoch ` +
      `${read.leaderEpoch}, and now ${since}. Records written since then stand below the position and would be skipped. ` +
      'The committed offset is left alone. Find out what was lost, then set the offset of the group for this partition to where it ' +
      'should go on (kafka-consumer-groups --reset-offsets): records that were handled before are told apart by their leader epoch.',
  );
};
