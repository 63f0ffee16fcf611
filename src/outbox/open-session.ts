import type { ResolvedConfig } from '../config/gateway/resolved-config';
import { outboxKafkaName } from '../model/names/outbox-names';
import { PlainSession, type WriterSession } from './writer-session';
import { ProduceConnection } from './produce-connection';
import { TransactionSession } from './transaction-session';

const opened = async (
  { kafka, consumer }: ResolvedConfig,
  open: (connection: ProduceConnection) => Promise<WriterSession> | WriterSession,
): Promise<WriterSession> => {
  const connection = await ProduceConnection.open(kafka, consumer.metadataMaxAgeMs);
  try {
    return await open(connection);
  } catch (error) {
    await connection.close();
    throw error;
  }
};

/** Opens a session of one writer and fences whoever had one before. */
export const openTransactionSession = (config: ResolvedConfig, writer: number): Promise<WriterSession> =>
  opened(config, (connection) =>
    TransactionSession.open(connection, {
      name: outboxKafkaName(config.name, writer),
      sequenceTopic: config.outbox.sequenceTopic,
    }),
  );

export const openPlainSession = (config: ResolvedConfig): Promise<WriterSession> =>
  opened(config, (connection) => new PlainSession(connection));
