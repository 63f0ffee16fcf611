// Exactly once into Kafka needs transactions. A broker without them is refused before anything runs: no degraded mode.
import { setTimeout as delay } from 'node:timers/promises';
import { createTopics } from '../kafka/client/create-topics';
import type { ResolvedConfig } from '../config/gateway/resolved-config';
import { errorText, GatewayError } from '../errors';
import type { Log } from '../log';
import { withPatientAdmin } from '../kafka/client/kafka-admin';
import type { ProducingBroker } from './kafka-producer-internals';
import { ProduceConnection } from './produce-connection';
import { TransactionSession } from './transaction-session';
import { PROGRESS_PARTITIONS } from './writer-progress';

/** API keys of InitProducerId, AddPartitionsToTxn, AddOffsetsToTxn, EndTxn and TxnOffsetCommit. */
const NEEDED = [22, 24, 25, 26, 28];

const LOADING_MS = 30_000;
const LOADING_RETRY_MS = 250;

const AT_LEAST_ONCE = "Or choose outbox.mode: 'at-least-once', which may write a record twice.";

/** @throws GatewayError `transactions-missing` when the broker does not support transactions. */
export const assertTransactions = (versions: ProducingBroker['versions']): void => {
  const missing = NEEDED.filter((api) => versions?.[api] === undefined);
  if (missing.length === 0) return;
  throw new GatewayError(
    'transactions-missing',
    `The outbox publishes exactly once and needs brokers with transactions (Kafka 0.11 or later); these brokers lack the API ${missing.join(', ')}. ${AT_LEAST_ONCE}`,
  );
};

const ensureSequenceTopic = async ({ kafka, outbox }: ResolvedConfig, log: Log): Promise<void> => {
  const topic = outbox.sequenceTopic;
  await withPatientAdmin(kafka, log, async (admin) => {
    try {
      if ((await admin.listTopics()).includes(topic)) return;
      await createTopics(admin, [{ topic, numPartitions: PROGRESS_PARTITIONS }]);
    } catch (error) {
      const message =
        `The topic ${topic}, on which the outbox commits its sequence, does not exist and could not be made: ${errorText(error)}. ` +
        `Create it with ${PROGRESS_PARTITIONS} partitions (it holds no records), or set outbox.sequenceTopic.`;
      throw new GatewayError('topic-missing', message, { cause: error });
    }
  });
};

/** Retries while a broker that has just started is still making its coordinators. */
const whileLoading = async (attempt: () => Promise<unknown>): Promise<void> => {
  const deadline = performance.now() + LOADING_MS;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (!isRetriable(error) || performance.now() > deadline) throw error;
    }
    await delay(LOADING_RETRY_MS);
  }
};

const isRetriable = (error: unknown): boolean => (error as { readonly retriable?: unknown }).retriable === true;

/**
 * Tries an empty transaction under an id that no writer uses.
 * @throws GatewayError `transactions-missing` or `topic-missing`
 */
export const checkTransactions = async (config: ResolvedConfig, log: Log): Promise<void> => {
  const connection = await ProduceConnection.open(config.kafka, config.consumer.metadataMaxAgeMs);
  try {
    const broker = await connection.cluster.brokerPool.findConnectedBroker();
    assertTransactions(broker.versions);
    await ensureSequenceTopic(config, log);
    // A fence is enough: it needs the transaction coordinator, its state topic and the right to use the id.
    const names = { name: `${config.name}.outbox.check`, sequenceTopic: config.outbox.sequenceTopic };
    await whileLoading(() => TransactionSession.open(connection, names));
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    const message =
      `The outbox publishes exactly once, and Kafka would not begin a transaction for ${config.name}.outbox: ${errorText(error)}. ` +
      `Look at transaction.state.log.replication.factor of the brokers and at the rights of this client. ${AT_LEAST_ONCE}`;
    throw new GatewayError('transactions-missing', message, { cause: error });
  } finally {
    await connection.close();
  }
};
