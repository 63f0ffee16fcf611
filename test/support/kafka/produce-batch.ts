import { withKafkaCluster } from '../../../src/kafka/client/kafka-client';
import { partitionLeader } from '../../../src/kafka/client/partition-leader';
import type { KafkaTopic } from '../../../harness/kafka-topic';
import { silentLog } from '../../unit/kafka/silent-log';

const PRODUCE = 0;
const VERSION = 7;
const TIMEOUT_MS = 30_000;

/** Writes record batches as they are, which no client would make. @throws Error with Kafka's code if it refuses them. */
export const produceBatch = (topic: KafkaTopic, partition: number, batch: Buffer): Promise<void> =>
  withKafkaCluster({ clientId: 'sluice-test', brokers: topic.brokers.split(',') }, silentLog, async (cluster) => {
    await cluster.addMultipleTargetTopics([topic.name]);
    const leader = await partitionLeader(cluster, topic.name, partition);
    const buffer = Buffer.concat([head(topic.name, partition, batch.length), batch]);
    const { code } = await leader.connectionPool.send({
      request: {
        apiKey: PRODUCE,
        apiVersion: VERSION,
        apiName: 'Produce',
        encode: () => Promise.resolve({ buf: buffer, buffer }),
      },
      response: {
        // One topic, its name, one partition, its number, then the error.
        decode: (payload) => Promise.resolve({ code: payload.readInt16BE(4 + 2 + topic.name.length + 4 + 4) }),
        parse: (decoded) => Promise.resolve(decoded),
      },
    });
    if (code !== 0) throw new Error(`Kafka refused the batch: error ${code}`);
  });

const head = (name: string, partition: number, bytes: number): Buffer => {
  const before = Buffer.alloc(14);
  before.writeInt16BE(-1, 0); // no transaction
  before.writeInt16BE(-1, 2); // all replicas
  before.writeInt32BE(TIMEOUT_MS, 4);
  before.writeInt32BE(1, 8);
  before.writeInt16BE(name.length, 12);
  const after = Buffer.alloc(12);
  after.writeInt32BE(1, 0);
  after.writeInt32BE(partition, 4);
  after.writeInt32BE(bytes, 8);
  return Buffer.concat([before, Buffer.from(name), after]);
};
