import type { Admin, KafkaConfig } from 'kafkajs';
import { Kafka, kafkajsLog, logLevel } from './kafkajs';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { isNotConnected } from './kafka-error';
import { kafkaUnreachable } from './kafka-unreachable';
import { onceCoordinated } from './once-coordinated';
import type { Log } from '../../log';

/** Retries are few and quick: an operator waits for the answer. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 500 } as const;
const RETRIES = 3;
const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;

/** Returns an admin that is not connected yet. Of groups it asks until their coordinator is ready. */
export const quickAdmin = (kafka: KafkaConfig, log: Log, retries: number = RETRIES): Admin => {
  const admin = new Kafka({
    ...kafka,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: { ...RETRY, retries },
    logLevel: logLevel.INFO,
    logCreator: kafkajsLog(log),
  }).admin();
  return {
    ...admin,
    describeGroups: (groupIds) => onceCoordinated(() => admin.describeGroups(groupIds)),
    fetchOffsets: (options) => onceCoordinated(() => admin.fetchOffsets(options)),
  };
};

/**
 * Connects, does `work` and disconnects, with kafkajs' own patience. For a starting gateway.
 * @throws whatever kafkajs or `work` throws.
 */
export const withPatientAdmin = async <T>(
  kafka: KafkaConfig,
  log: Log,
  work: (admin: Admin) => Promise<T>,
): Promise<T> => {
  const admin = new Kafka({ ...kafka, logLevel: logLevel.INFO, logCreator: kafkajsLog(log) }).admin();
  try {
    await admin.connect().catch(async (error: unknown) => {
      throw await kafkaUnreachable(kafka, error);
    });
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
};

/**
 * Connects, does `work` and disconnects. For an operator's command.
 * @throws GatewayError `kafka-unreachable` if no broker answers; otherwise whatever `work` throws.
 */
export const withKafkaAdmin = async <T>(
  kafka: ResolvedConfig['kafka'],
  log: Log,
  work: (admin: Admin) => Promise<T>,
): Promise<T> => {
  const admin = quickAdmin(kafka, log);
  try {
    await admin.connect();
    return await work(admin);
  } catch (error) {
    throw isNotConnected(error) ? await kafkaUnreachable(kafka, error) : error;
  } finally {
    await admin.disconnect();
  }
};
