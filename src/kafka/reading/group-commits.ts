// Reads what groups have committed, once for a command or for many keys at once for workers.
import type { Admin, KafkaConfig } from 'kafkajs';
import type { Log } from '../../log';
import type { CommittedOffsets } from '../../model/positions/committed-offsets';
import { quickAdmin } from '../client/kafka-admin';

const RETRIES = 2;
/** Thousands of keys that went idle at the same moment ask at the same moment. */
const FRESH_MS = 500;

interface Answer {
  readonly at: number;
  readonly commits: Promise<CommittedOffsets>;
}

/** @throws whatever kafkajs throws. */
export const committedOffsets = async (
  admin: Admin,
  groupId: string,
  topics: readonly string[],
): Promise<CommittedOffsets> => {
  if (topics.length === 0) return new Map(); // kafkajs would take an empty list for all topics
  const answers = await admin.fetchOffsets({ groupId, topics: [...topics] });
  return new Map(
    answers.map(({ topic, partitions }) => [
      topic,
      new Map(partitions.flatMap(({ partition, offset }) => (Number(offset) < 0 ? [] : [[partition, BigInt(offset)]]))),
    ]),
  );
};

export class GroupCommits {
  private admin: Promise<Admin> | undefined;
  private readonly answers = new Map<string, Answer>();

  constructor(
    private readonly kafka: KafkaConfig,
    private readonly log: Log,
  ) {}

  /** Returns the offsets as of the last half second. @throws whatever kafkajs throws. */
  async of(groupId: string, topics: readonly string[]): Promise<CommittedOffsets> {
    const known = this.answers.get(groupId);
    if (known !== undefined && Date.now() - known.at < FRESH_MS) return known.commits;
    const commits = this.read(groupId, topics);
    this.answers.set(groupId, { at: Date.now(), commits });
    return commits;
  }

  async close(): Promise<void> {
    const { admin } = this;
    this.admin = undefined;
    await admin?.then((connected) => connected.disconnect()).catch(() => undefined);
  }

  private async read(groupId: string, topics: readonly string[]): Promise<CommittedOffsets> {
    this.admin ??= this.connect();
    try {
      return await committedOffsets(await this.admin, groupId, topics);
    } catch (error) {
      // Its connections may be at fault: the next question gets new ones.
      await this.close();
      throw error;
    }
  }

  private async connect(): Promise<Admin> {
    const admin = quickAdmin(this.kafka, this.log, RETRIES);
    await admin.connect();
    return admin;
  }
}
