import type { Admin } from 'kafkajs';
import { Kafka, logLevel } from './client/kafkajs';
import { kafkajsLog } from './client/kafkajs-log';
import type { ResolvedConfig } from '../config/gateway/resolved';
import { errorText, GatewayError } from '../errors';
import type { Log } from '../log';

/** Few and quick: an operator waits for the answer. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 500, retries: 3 } as const;
const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;

/**
 * Connects, does `work`, disconnects.
 * @throws GatewayError `kafka-unreachable` when no broker answers; else what `work` throws.
 */
export const withKafkaAdmin = async <T>(
  kafka: ResolvedConfig['kafka'],
  log: Log,
  work: (admin: Admin) => Promise<T>,
): Promise<T> => {
  const admin = new Kafka({
    ...kafka,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: RETRY,
    logLevel: logLevel.INFO,
    logCreator: kafkajsLog(log),
  }).admin();
  try {
    await admin.connect().catch((error: unknown) => {
      const message =
        `Kafka did not answer at ${kafka.brokers.join(', ')}: ${errorText(error)}. ` +
        'Check KAFKA_BROKERS and that the brokers are up; `sluice dev` starts one for development.';
      throw new GatewayError('kafka-unreachable', message, { cause: error, retryable: true });
    });
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
};
