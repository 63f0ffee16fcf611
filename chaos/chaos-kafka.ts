import { Kafka, logLevel, Partitioners, type Admin, type ITopicConfig, type KafkaConfig } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import { CheckedProducer } from '../src/kafka/writing/checked-producer';
import { answered } from '../src/kafka/client/answered';
import { createTopics } from '../src/kafka/client/create-topics';
import type { Log } from '../src/log';
import type { OffsetFact, RecordFact } from './facts';
import { payloadOf } from './payload';
import { groupOf, PUBLISHED_TOPIC, ROUTES } from './route-names';

const PARTITIONS = 4;
const RETRY_MS = 300;
/** Longest time for a topic to be gone, or to be there again. */
const RECREATED_WITHIN_MS = 120_000;

export interface SentRecord {
  readonly route: string;
  readonly key: string;
}

/** Kafka as producers and readers see it. Its connections must not go through the proxies that faults hit. */
const nothing = (): void => undefined;
/** The faults of a run make a client complain all the time. */
const SILENT: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

export class ChaosKafka {
  /** How often the topic of each route was made again. */
  readonly generations: Record<string, number> = Object.fromEntries(ROUTES.map((route) => [route, 0]));
  /** Records of topics that are gone. */
  readonly gone: RecordFact[] = [];
  private producer: CheckedProducer | undefined;
  /** The write that is under way: nothing may be written between the last look into a topic and its end. */
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly config: KafkaConfig,
    private readonly kafka: Kafka,
    private readonly admin: Admin,
    private readonly replicationFactor: number,
    private readonly signal: AbortSignal,
  ) {}

  static async open(brokers: readonly string[], signal: AbortSignal): Promise<ChaosKafka> {
    const config: KafkaConfig = {
      clientId: 'chaos-outside',
      brokers: [...brokers],
      logLevel: logLevel.NOTHING,
      requestTimeout: 5_000,
      retry: { retries: 5, initialRetryTime: 200, maxRetryTime: 1_000 },
    };
    const kafka = new Kafka(config);
    const admin = kafka.admin();
    await admin.connect();
    const opened = new ChaosKafka(config, kafka, admin, brokers.length < 3 ? 1 : 3, signal);
    await createTopics(admin, [...ROUTES, PUBLISHED_TOPIC].map(opened.topic));
    return opened;
  }

  generationOf(route: string): number {
    return this.generations[route] ?? 0;
  }

  /** Resolves when the brokers have all records. What was not confirmed is written again, as another record. */
  async produce(records: readonly SentRecord[]): Promise<void> {
    let left: readonly string[] = ROUTES.filter((topic) => records.some(({ route }) => route === topic));
    while (left.length > 0 && !this.signal.aborted) {
      const [topic = ''] = left;
      try {
        const keys = records.filter(({ route }) => route === topic).map(({ key }) => key);
        await this.inTurn(() => this.write(topic, keys));
        left = left.slice(1);
      } catch {
        // A broker is away on purpose. The outcome is unknown, and a new producer tries again.
        await this.producer?.close().catch(() => undefined);
        this.producer = undefined;
        await delay(RETRY_MS);
      }
    }
  }

  /** Aborts two transactions that interleave in each partition, the later one first. */
  abortTransactions(name: string): Promise<void> {
    // A new attempt under the same names first aborts the transaction that an earlier one has left open.
    return this.inTurn(() => this.insist(() => this.abortedTransactions(name)));
  }

  /** Deletes the topic, after `read` has told what is in it, and makes it again after `pauseMs`. */
  recreate(route: string, read: () => Promise<readonly RecordFact[]>, pauseMs: number): Promise<void> {
    return this.inTurn(async () => {
      const records = await this.insist(read);
      await this.insist(async () => {
        await this.admin.deleteTopics({ topics: [route] }).catch((error: unknown) => {
          // An earlier try has deleted it, but its answer got lost.
          if ((error as { readonly type?: unknown }).type !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error;
        });
      });
      this.gone.push(...records);
      this.generations[route] = this.generationOf(route) + 1;
      await delay(pauseMs);
      await this.insist(() => createTopics(this.admin, [this.topic(route)]));
    });
  }

  private async abortedTransactions(name: string): Promise<void> {
    const producers = ['a', 'b'].map((which) =>
      this.kafka.producer({
        transactionalId: `${name}-${which}`,
        idempotent: true,
        maxInFlightRequests: 1,
        allowAutoTopicCreation: false,
        createPartitioner: Partitioners.DefaultPartitioner,
      }),
    );
    try {
      const open = [];
      for (const producer of producers) {
        await producer.connect();
        const transaction = await producer.transaction();
        open.push(transaction);
        for (const topic of ROUTES) {
          const messages = Array.from({ length: PARTITIONS }, (_, partition) => ({
            partition,
            key: 'aborted',
            value: JSON.stringify({ key: 'aborted', at: Date.now() }),
          }));
          await transaction.send({ topic, messages });
        }
      }
      for (const transaction of open.reverse()) await transaction.abort();
    } finally {
      for (const producer of producers) await producer.disconnect();
    }
  }

  /** Adds one partition, or two when the answer to the first got lost. */
  addPartition(route: string): Promise<void> {
    return this.insist(async () => {
      const { topics } = await this.admin.fetchTopicMetadata({ topics: [route] });
      const count = (topics[0]?.partitions.length ?? PARTITIONS) + 1;
      await this.admin.createPartitions({ topicPartitions: [{ topic: route, count }] });
    });
  }

  /** Joins the route's group as a member that takes partitions, does nothing with them, and leaves. */
  async joinAndLeave(route: string, forMs: number): Promise<void> {
    // If a broker is killed meanwhile, kafkajs would begin it anew behind our back, and keep partitions that nobody reads.
    const retry = { restartOnFailure: () => Promise.resolve(false) };
    const consumer = this.kafka.consumer({ groupId: groupOf(route), sessionTimeout: 6_000, retry });
    try {
      await consumer.connect();
      await consumer.subscribe({ topic: route, fromBeginning: true });
      await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: () => Promise.resolve() });
      await delay(forMs);
    } finally {
      await consumer.disconnect();
    }
  }

  async ends(topic: string): Promise<readonly { readonly partition: number; readonly end: string }[]> {
    const offsets = await this.admin.fetchTopicOffsets(topic);
    return offsets.map(({ partition, high }) => ({ partition, end: high })).sort((a, b) => a.partition - b.partition);
  }

  async offsets(route: string): Promise<readonly OffsetFact[]> {
    const ends = await this.ends(route);
    const [topic] = await this.admin.fetchOffsets({ groupId: groupOf(route), topics: [route] });
    const committed = new Map(topic?.partitions.map(({ partition, offset }) => [partition, offset]));
    return ends.map(({ partition, end }) => ({ route, partition, committed: committed.get(partition) ?? '-1', end }));
  }

  async close(): Promise<void> {
    await this.producer?.close().catch(() => undefined); // a broker may be dead; the process ends anyway
    await this.admin.disconnect();
  }

  private readonly topic = (topic: string): ITopicConfig => ({
    topic,
    numPartitions: PARTITIONS,
    replicationFactor: this.replicationFactor,
  });

  private async write(topic: string, keys: readonly string[]): Promise<void> {
    const at = Date.now();
    this.producer ??= this.newProducer();
    await this.producer.send(
      topic,
      keys.map((key) => ({ key, value: payloadOf(topic, key, at) })),
    );
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.writing.then(work);
    this.writing = turn.catch(() => undefined); // whoever asked for it is told
    return turn;
  }

  /** Tries again for a while, because brokers may be away, and kafkajs may never answer after one was killed. */
  private async insist<T>(work: () => Promise<T>): Promise<T> {
    for (const deadline = performance.now() + RECREATED_WITHIN_MS; ;) {
      try {
        return await answered(work);
      } catch (error) {
        if (this.signal.aborted || performance.now() > deadline) throw error;
      }
      await delay(RETRY_MS);
    }
  }

  // kafkajs by itself would report records as written that a moved leader never got.
  private newProducer(): CheckedProducer {
    return new CheckedProducer({
      kafka: this.config,
      log: SILENT,
      partitioner: Partitioners.DefaultPartitioner,
      what: 'the records of the run',
      idempotent: true,
    });
  }
}
