// A baseline: what you would write first. It handles each partition record by record, and commits after the call. Order
// and at-least-once hold. Nothing else happens while a call is under way, and a record that fails stops its partition.
import { Agent } from 'node:http';
import axios from 'axios';
import { Kafka, logLevel } from 'kafkajs';

const { BENCH_NAME = '', BENCH_TOPIC = '', API_URL = '', KAFKA_BROKERS = '' } = process.env;
const PARTITIONS = 4;

const main = async (): Promise<void> => {
  const api = axios.create({ baseURL: API_URL, httpAgent: new Agent({ keepAlive: true }) });
  const kafka = new Kafka({ clientId: BENCH_NAME, brokers: KAFKA_BROKERS.split(','), logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: BENCH_NAME });
  consumer.on('consumer.group_join', () => process.stdout.write('ready\n'));
  process.once('SIGTERM', () => void consumer.disconnect().finally(() => process.exit(0)));
  await consumer.connect();
  await consumer.subscribe({ topics: [BENCH_TOPIC], fromBeginning: true });
  await consumer.run({
    partitionsConsumedConcurrently: PARTITIONS,
    eachMessage: async ({ topic, partition, message }) => {
      const headers = {
        'Content-Type': 'application/json',
        'Idempotency-Key': `${topic}-${partition}-${message.offset}`,
      };
      await api.post(`/${topic}`, message.value, { headers });
    },
  });
};

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
