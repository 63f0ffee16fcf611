// One producer under a writer's transactional id, from its fence to its first doubt (I9).
//
// Opening it fences: every producer that had the id before is refused from then on, and a transaction that it may have
// left open has ended. Only then is the progress read, because before that it could still change. Any error makes the
// session useless; the next one fences and reads again, which shows what was committed.
import { setTimeout as delay } from 'node:timers/promises';
import type { ProduceConnection, WriteBatch } from './produce-connection';
import type { ProducerIdentity, ProducingBroker } from './kafka-producer-internals';
import type { WriterSession } from './writer-session';
import { PROGRESS_PARTITIONS, progressTexts, readProgress, type WriterProgress } from './writer-progress';

const GROUP = 0;
const TRANSACTION = 1;
/** The broker aborts a transaction that nobody ends after this time; until then it holds up readers. */
const TRANSACTION_TIMEOUT_MS = 30_000;
/** The coordinator is busy with the end of the previous transaction, usually for a few milliseconds. */
const BUSY_RETRY_MS = 5;
const BUSY_LIMIT_MS = 45_000;

export interface SessionNames {
  /** The transactional id, and the group of the sequence. */
  readonly name: string;
  /** The topic on which the sequence is committed. It holds no records. */
  readonly sequenceTopic: string;
}

export class TransactionSession implements WriterSession {
  private readonly sequences = new Map<string, number>();

  private constructor(
    readonly connection: ProduceConnection,
    private readonly names: SessionNames,
    private readonly coordinator: ProducingBroker,
    private readonly groupCoordinator: ProducingBroker,
    private readonly producer: ProducerIdentity,
    /** What was committed before this session began. */
    readonly progress: WriterProgress,
  ) {}

  /** Fences, then reads the progress. @throws errors of kafkajs. */
  static async open(connection: ProduceConnection, names: SessionNames): Promise<TransactionSession> {
    const { cluster } = connection;
    const { name, sequenceTopic } = names;
    const coordinator = await cluster.findGroupCoordinator({ groupId: name, coordinatorType: TRANSACTION });
    const producer = await whenNotBusy(() =>
      coordinator.initProducerId({ transactionalId: name, transactionTimeout: TRANSACTION_TIMEOUT_MS }),
    );
    const groupCoordinator = await cluster.findGroupCoordinator({ groupId: name, coordinatorType: GROUP });
    const partitions = Array.from({ length: PROGRESS_PARTITIONS }, (_, partition) => ({ partition }));
    const fetched = await groupCoordinator.offsetFetch({
      groupId: name,
      topics: [{ topic: sequenceTopic, partitions }],
    });
    const committed = fetched.responses[0]?.partitions ?? [];
    if (committed.length < PROGRESS_PARTITIONS) throw new Error(`Kafka's answer lacks the sequence of ${name}.`);
    const progress = readProgress(committed);
    return new TransactionSession(connection, names, coordinator, groupCoordinator, producer, progress);
  }

  async commit(rounds: readonly (readonly WriteBatch[])[], progress: WriterProgress): Promise<void> {
    const transaction = { transactionalId: this.names.name, ...this.producer };
    if (rounds.length > 0) {
      const topics = partitionsOf(rounds.flat());
      await whenNotBusy(() => this.coordinator.addPartitionsToTxn({ ...transaction, topics }));
    }
    for (const batches of rounds) {
      await this.connection.write(batches, { ...transaction, firstSequence: (batch) => this.takeSequence(batch) });
    }
    const groupId = this.names.name;
    await whenNotBusy(() => this.coordinator.addOffsetsToTxn({ ...transaction, groupId }));
    const offset = String(progress.sequence);
    const partitions = progressTexts(progress).map((metadata, partition) => ({ partition, offset, metadata }));
    const topics = [{ topic: this.names.sequenceTopic, partitions }];
    await whenNotBusy(() => this.groupCoordinator.txnOffsetCommit({ ...transaction, groupId, topics }));
    await whenNotBusy(() => this.coordinator.endTxn({ ...transaction, transactionResult: true }));
  }

  /** Takes the next sequence numbers of a partition, and never returns any: a session does not outlive a failure. */
  private takeSequence({ topic, partition, messages }: WriteBatch): number {
    const id = `${topic} ${partition}`;
    const first = this.sequences.get(id) ?? 0;
    this.sequences.set(id, (first + messages.length) % 2_147_483_648);
    return first;
  }
}

const partitionsOf = (
  batches: readonly WriteBatch[],
): { readonly topic: string; readonly partitions: readonly number[] }[] => {
  const topics = new Map<string, Set<number>>();
  for (const { topic, partition } of batches) {
    const partitions = topics.get(topic) ?? new Set();
    topics.set(topic, partitions.add(partition));
  }
  return Array.from(topics, ([topic, partitions]) => ({ topic, partitions: Array.from(partitions) }));
};

/** True for the one error after which it is certain that nothing has happened. */
const isBusy = (error: unknown): boolean => (error as { readonly type?: unknown }).type === 'CONCURRENT_TRANSACTIONS';

const whenNotBusy = async <T>(request: () => Promise<T>): Promise<T> => {
  const deadline = performance.now() + BUSY_LIMIT_MS;
  for (;;) {
    try {
      return await request();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
    }
    await delay(BUSY_RETRY_MS);
  }
};
