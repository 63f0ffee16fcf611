import { randomUUID } from 'node:crypto';
import { KafkajsRecordSource } from '../../../src/kafka/consumer/kafkajs-record-source';
import type { KafkajsRecordSourceOptions } from '../../../src/kafka/consumer/source-settings';
import type { KafkaTopic } from '../../../harness/kafka-topic';
import { RecordingHandler } from './recording-handler';
import { RecordingLog } from './recording-log';

export interface TestSource {
  readonly source: KafkajsRecordSource;
  readonly handler: RecordingHandler;
  readonly log: RecordingLog;
}

type Topic = Pick<KafkaTopic, 'name' | 'brokers'>;

/** Times that let a test see in seconds what takes a minute in production. */
export const testSource = (topic: Topic, options: Partial<KafkajsRecordSourceOptions> = {}): TestSource => {
  const log = new RecordingLog();
  const source = new KafkajsRecordSource({
    kafka: { brokers: topic.brokers.split(','), clientId: 'sluice-test' },
    groupId: `group-${randomUUID()}`,
    topics: [topic.name],
    log,
    drainTimeoutMs: 3_000,
    sessionTimeoutMs: 6_000,
    heartbeatIntervalMs: 300,
    rebalanceTimeoutMs: 8_000,
    metadataMaxAgeMs: 1_000,
    maxWaitMs: 100,
    missingTopicTimeoutMs: 5_000,
    ...options,
  });
  const handler = new RecordingHandler();
  handler.source = source;
  return { source, handler, log };
};

/** A started source for `body`, closed afterwards. `prepare` runs before the start. */
export const withSource = async <T>(
  topic: Topic,
  options: Partial<KafkajsRecordSourceOptions>,
  body: (test: TestSource) => Promise<T>,
  prepare: (handler: RecordingHandler) => void = () => undefined,
): Promise<T> => {
  const test = testSource(topic, options);
  prepare(test.handler);
  try {
    await test.source.start(test.handler);
    return await body(test);
  } finally {
    await test.source.close();
  }
};
