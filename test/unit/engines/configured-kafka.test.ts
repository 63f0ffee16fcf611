import { configuredKafka } from '../../../src/engines/engine-handle';

const kafka = configuredKafka('one:9092,two:9092');

test('A Kafka that was configured is used under its address and says where it comes from.', () => {
  expect(kafka).toMatchObject({ name: 'kafka', address: 'one:9092,two:9092', pid: undefined });
  expect(kafka.origin).toContain('SLUICE_KAFKA_BROKERS');
});

test('A Kafka that was configured is never ended: stop does nothing, kill and restart are refused.', async () => {
  await expect(kafka.stop()).resolves.toBeUndefined();
  await expect(kafka.kill()).rejects.toMatchObject({ code: 'refused' });
  await expect(kafka.restart()).rejects.toMatchObject({ code: 'refused' });
  expect(() => {
    kafka.suspend();
  }).toThrow('one:9092,two:9092');
  expect(() => {
    kafka.resume();
  }).toThrow('was configured, not started by Sluice');
});
