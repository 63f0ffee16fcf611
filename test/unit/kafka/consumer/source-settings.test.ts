import { type KafkajsRecordSourceOptions, resolveSourceSettings } from '../../../../src/kafka/consumer/source-settings';
import { silentLog } from '../silent-log';

const options = (overrides: Partial<KafkajsRecordSourceOptions> = {}): KafkajsRecordSourceOptions => ({
  kafka: { brokers: ['localhost:9092'], clientId: 'c' },
  groupId: 'g',
  topics: ['t'],
  log: silentLog,
  ...overrides,
});

test('The settings of the Kafka source have defaults that work together.', () => {
  expect(resolveSourceSettings(options())).toMatchObject({ drainTimeoutMs: 30_000, rebalanceTimeoutMs: 60_000 });
});

test.each([
  ['drainTimeoutMs', { drainTimeoutMs: 59_000 }],
  ['heartbeatIntervalMs', { heartbeatIntervalMs: 4_000, sessionTimeoutMs: 10_000 }],
])('The settings of the Kafka source refuse times that would lose partitions: %s.', (name, overrides) => {
  expect(() => resolveSourceSettings(options(overrides))).toThrow(
    expect.objectContaining({ code: 'config-invalid', message: expect.stringContaining(name) as string }) as Error,
  );
});
