// A baseline: what you would write with Temporal at hand. There is a workflow per key, and a signal and an activity per
// record. An offset is committed when its signal is durable.
import { Agent } from 'node:http';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import axios from 'axios';
import { Kafka, logLevel } from 'kafkajs';
import type { naiveKey, NaiveActivities, NaiveRecord } from './naive-workflow';

const { BENCH_NAME = '', BENCH_TOPIC = '', API_URL = '', KAFKA_BROKERS = '', TEMPORAL_ADDRESS = '' } = process.env;
const PARTITIONS = 4;

const activities = (): NaiveActivities => {
  const api = axios.create({ baseURL: API_URL, httpAgent: new Agent({ keepAlive: true }) });
  return {
    post: async ({ id, topic, value }: NaiveRecord) => {
      await api.post(`/${topic}`, value, { headers: { 'Content-Type': 'application/json', 'Idempotency-Key': id } });
    },
  };
};

const main = async (): Promise<void> => {
  const client = new Client({ connection: await Connection.connect({ address: TEMPORAL_ADDRESS }) });
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address: TEMPORAL_ADDRESS }),
    taskQueue: BENCH_NAME,
    workflowsPath: path.join(__dirname, 'naive-workflow.ts'),
    activities: activities(),
    maxConcurrentActivityTaskExecutions: 1_000,
  });
  const kafka = new Kafka({ clientId: BENCH_NAME, brokers: KAFKA_BROKERS.split(','), logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: BENCH_NAME });
  consumer.on('consumer.group_join', () => process.stdout.write('ready\n'));
  process.once('SIGTERM', () => void consumer.disconnect().finally(() => process.exit(0)));
  void worker.run();
  await consumer.connect();
  await consumer.subscribe({ topics: [BENCH_TOPIC], fromBeginning: true });
  await consumer.run({
    partitionsConsumedConcurrently: PARTITIONS,
    eachMessage: async ({ topic, partition, message }) => {
      const record: NaiveRecord = {
        id: `${topic}-${partition}-${message.offset}`,
        topic,
        value: message.value?.toString() ?? '',
      };
      await client.workflow.signalWithStart<typeof naiveKey, [NaiveRecord]>('naiveKey', {
        workflowId: `${BENCH_NAME}/${topic}/${message.key?.toString() ?? ''}`,
        taskQueue: BENCH_NAME,
        args: [[]],
        signal: 'record',
        signalArgs: [record],
      });
    },
  });
};

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
