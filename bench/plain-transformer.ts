// A baseline: Kafka's own exactly-once from topic to topic. Each batch that is read has a transaction, which commits
// its offsets, too. Each partition has a producer and a transactional id of its own, because a producer has only one
// transaction at a time.
import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';

const { BENCH_NAME = '', BENCH_TOPIC = '', BENCH_TO = '', KAFKA_BROKERS = '' } = process.env;
const PARTITIONS = 4;

const main = async (): Promise<void> => {
  const kafka = new Kafka({ clientId: BENCH_NAME, brokers: KAFKA_BROKERS.split(','), logLevel: logLevel.NOTHING });
  const producers = new Map<number, Producer>();
  for (let partition = 0; partition < PARTITIONS; partition += 1) {
    const producer = kafka.producer({
      transactionalId: `${BENCH_NAME}-${partition}`,
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    producers.set(partition, producer);
  }
  const consumer = kafka.consumer({ groupId: BENCH_NAME });
  consumer.on('consumer.group_join', () => process.stdout.write('ready\n'));
  process.once('SIGTERM', () => void consumer.disconnect().finally(() => process.exit(0)));
  await consumer.connect();
  await consumer.subscribe({ topics: [BENCH_TOPIC], fromBeginning: true });
  await consumer.run({
    partitionsConsumedConcurrently: PARTITIONS,
    autoCommit: false,
    eachBatch: async (payload) => {
      const { topic, partition, messages } = payload.batch;
      const producer = producers.get(partition);
      if (producer === undefined) throw new Error(`There are more than ${PARTITIONS} partitions.`);
      const transaction = await producer.transaction();
      try {
        await transaction.send({ topic: BENCH_TO, messages: messages.map(({ key, value }) => ({ key, value })) });
        const offset = (BigInt(payload.batch.lastOffset()) + 1n).toString();
        const topics = [{ topic, partitions: [{ partition, offset }] }];
        await transaction.sendOffsets({ consumerGroupId: BENCH_NAME, topics });
        await transaction.commit();
      } catch (error) {
        await transaction.abort();
        throw error;
      }
      await payload.heartbeat();
    },
  });
};

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
