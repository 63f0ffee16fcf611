// Reads records back from Kafka by position, for those that travel by reference. It joins no consumer group and keeps
// no state but a connection: any worker can answer for any partition.
import type { KafkaConfig } from 'kafkajs';
import { errorText, GatewayError } from '../../errors';
import type { Log } from '../../log';
import { createKafkaClient, type KafkaClient } from '../client/kafka-client';
import { LogWindows } from './log-windows';
import { PartitionReader } from './partition-reader';
import type { ReadBack, RecordsToRead } from './records-to-read';
import { endsWithin } from '../../async/ends-within';

export interface KafkaRecordReaderOptions {
  readonly kafka: KafkaConfig;
  readonly incarnation?: string;
  /** Logs connection problems; without it they are only thrown. */
  readonly log?: Log;
}

const CLOSE_MS = 2_000;
const silent = (): void => undefined;
const SILENT: Log = { debug: silent, info: silent, warn: silent, error: silent };

export class KafkaRecordReader {
  private client: Promise<KafkaClient> | undefined;
  private readonly windows = new LogWindows();
  private closed = false;

  constructor(private readonly options: KafkaRecordReaderOptions) {}

  /**
   * Answers in the order asked: about 1 MB at most, but at least one record; ask again for the rest.
   * @throws GatewayError `kafka-unreachable`, retryable, if Kafka cannot say now; `refused` once closed.
   */
  async read(request: RecordsToRead): Promise<readonly ReadBack[]> {
    if (this.closed) throw new GatewayError('refused', 'The record reader is closed');
    const client = (this.client ??= this.connect());
    try {
      const { cluster } = await client;
      return await new PartitionReader(cluster, request, this.options.incarnation, this.windows).read();
    } catch (error) {
      // Whatever failed, metadata or connections may be stale: the next read starts with new ones.
      if (this.client === client) this.client = undefined;
      await disconnect(client);
      throw error instanceof GatewayError && !error.retryable ? error : unreachable(request, error);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    this.windows.clear();
    const { client } = this;
    this.client = undefined;
    if (client !== undefined) await disconnect(client);
  }

  private async connect(): Promise<KafkaClient> {
    const { kafka, log = SILENT } = this.options;
    const client = createKafkaClient(kafka, log, { groupId: 'sluice-record-reader' });
    try {
      await client.cluster.connect();
    } catch (error) {
      client.sockets.destroy();
      throw error;
    }
    return client;
  }
}

const disconnect = async (connecting: Promise<KafkaClient>): Promise<void> => {
  const client = await connecting.catch(() => undefined); // the client never connected, and its reader was told so
  if (client === undefined) return;
  await endsWithin(client.cluster.disconnect(), CLOSE_MS);
  client.sockets.destroy();
};

const unreachable = ({ stream, partition }: RecordsToRead, error: unknown): GatewayError =>
  new GatewayError(
    'kafka-unreachable',
    `Records of ${stream.topic}[${partition}] cannot be read back at the moment: ${errorText(error)}`,
    { retryable: true, cause: error },
  );
