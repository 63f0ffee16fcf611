// Reads records back from Kafka by position, for those that travel by reference. It joins no consumer group and keeps
// no state but a connection: any worker can answer for any partition.
import { setMaxListeners } from 'node:events';
import type { KafkaConfig } from 'kafkajs';
import { errorText, GatewayError } from '../../errors';
import type { Log } from '../../log';
import { answered } from '../client/answered';
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

const NEVER = new AbortController().signal;
// Everybody without a signal of their own listens to it.
setMaxListeners(0, NEVER);
const silent = (): void => undefined;
const SILENT: Log = { debug: silent, info: silent, warn: silent, error: silent };

export class KafkaRecordReader {
  private readonly client: SharedClient;
  private readonly windows = new LogWindows();
  private closed = false;

  constructor(
    private readonly options: KafkaRecordReaderOptions,
    connect = (): Promise<KafkaClient> => connected(options),
  ) {
    this.client = new SharedClient(connect);
  }

  /**
   * Answers in the order asked: about 1 MB at most, but at least one record; ask again for the rest. It ends at once when
   * `unwanted` is aborted, and leaves its place to others.
   * @throws GatewayError `kafka-unreachable`, retryable, if Kafka cannot say now, or nobody wants to know any more;
   * `refused` once closed.
   */
  async read(request: RecordsToRead, unwanted: AbortSignal = NEVER): Promise<readonly ReadBack[]> {
    if (this.closed) throw new GatewayError('refused', 'The record reader is closed');
    const { incarnation } = this.options;
    const read = ({ cluster }: KafkaClient, lost: AbortSignal): Promise<readonly ReadBack[]> =>
      new PartitionReader(cluster, request, incarnation, this.windows, lost, unwanted).read();
    try {
      return await this.client.use(read, unwanted);
    } catch (error) {
      throw error instanceof GatewayError && !error.retryable ? error : unreachable(request, error);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    this.windows.clear();
    await this.client.close();
  }
}

const connected = async ({ kafka, log = SILENT }: KafkaRecordReaderOptions): Promise<KafkaClient> => {
  const client = createKafkaClient(kafka, log, { groupId: 'sluice-record-reader' });
  try {
    await answered(() => client.cluster.connect());
  } catch (error) {
    client.sockets.destroy();
    throw error;
  }
  return client;
};

const unreachable = ({ stream, partition }: RecordsToRead, error: unknown): GatewayError =>
  new GatewayError(
    'kafka-unreachable',
    `Records of ${stream.topic}[${partition}] cannot be read back at the moment: ${errorText(error)}`,
    { retryable: true, cause: error },
  );
