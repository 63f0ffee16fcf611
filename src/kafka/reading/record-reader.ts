// Reads records back from Kafka by position, for those that travel by reference. It joins no consumer group and keeps
// no state but a connection: any worker can answer for any partition.
import type { KafkaConfig } from 'kafkajs';
import { errorText, GatewayError } from '../../errors';
import type { Log } from '../../log';
import { createKafkaClient, type KafkaClient } from '../client/kafka-client';
import { LogWindows } from './log-windows';
import { PartitionReader } from './partition-reader';
import type { ReadBack, RecordsToRead } from './records-to-read';
import { SharedClient } from './shared-client';

export interface KafkaRecordReaderOptions {
  readonly kafka: KafkaConfig;
  readonly incarnation?: string;
  /** Logs connection problems; without it they are only thrown. */
  readonly log?: Log;
}

const silent = (): void => undefined;
const SILENT: Log = { debug: silent, info: silent, warn: silent, error: silent };

export class KafkaRecordReader {
  private readonly client = new SharedClient(() => this.connect());
  private readonly windows = new LogWindows();
  private closed = false;

  constructor(private readonly options: KafkaRecordReaderOptions) {}

  /**
   * Answers in the order asked: about 1 MB at most, but at least one record; ask again for the rest.
   * @throws GatewayError `kafka-unreachable`, retryable, if Kafka cannot say now; `refused` once closed.
   */
  async read(request: RecordsToRead): Promise<readonly ReadBack[]> {
    if (this.closed) throw new GatewayError('refused', 'The record reader is closed');
    const { incarnation } = this.options;
    try {
      return await this.client.use(({ cluster }) =>
        new PartitionReader(cluster, request, incarnation, this.windows).read(),
      );
    } catch (error) {
      throw error instanceof GatewayError && !error.retryable ? error : unreachable(request, error);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    this.windows.clear();
    await this.client.close();
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

const unreachable = ({ stream, partition }: RecordsToRead, error: unknown): GatewayError =>
  new GatewayError(
    'kafka-unreachable',
    `Records of ${stream.topic}[${partition}] cannot be read back at the moment: ${errorText(error)}`,
    { retryable: true, cause: error },
  );
