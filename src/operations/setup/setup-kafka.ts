import type { Admin } from 'kafkajs';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { deadLetterTopics } from '../../dead-letters/dead-letter-topics';
import { errorText } from '../../errors';
import type { Log } from '../../log';
import { createTopics } from '../../kafka/client/create-topics';
import { withKafkaAdmin } from '../../kafka/client/kafka-admin';
import { plural } from '../../terminal-text';
import { topicConfigs } from './gateway-topics';
import type { SetupStep } from './finding';

/** Used for a topic if no source topic determines the number. */
const PARTITIONS = 4;
/** A letter holds its record plus some headers. */
const HEADER_BYTES = 65_536;
const DEFAULT_MESSAGE_BYTES = 1_048_588;

export interface TopicChoices {
  /** Undefined means as many as the route's topics have. */
  readonly partitions: number | undefined;
  /** Undefined means the broker's default. */
  readonly replicationFactor: number | undefined;
  readonly dryRun: boolean;
}

interface WantedTopic {
  readonly topic: string;
  readonly kind: 'dead-letter' | 'ledger';
  readonly numPartitions: number;
  readonly maxMessageBytes: number;
}

/** Describes a topic with as many partitions as the sources keep keys apart, and room for their largest records. */
const wantedTopic = async (
  admin: Admin,
  topic: string,
  routes: readonly ResolvedRoute[],
  known: ReadonlySet<string>,
  { partitions }: TopicChoices,
): Promise<WantedTopic> => {
  const sources = routes
    .filter(({ deadLetterTopic }) => deadLetterTopic === topic)
    .flatMap(({ topics }) => topics.filter((source) => known.has(source)));
  if (sources.length === 0) {
    const maxMessageBytes = DEFAULT_MESSAGE_BYTES + HEADER_BYTES;
    return { topic, kind: 'dead-letter', numPartitions: partitions ?? PARTITIONS, maxMessageBytes };
  }
  const { topics } = await admin.fetchTopicMetadata({ topics: sources });
  const configs = await topicConfigs(admin, sources);
  const sizes = sources.map((source) => Number(configs.get(source)?.get('max.message.bytes') ?? DEFAULT_MESSAGE_BYTES));
  return {
    topic,
    kind: 'dead-letter',
    numPartitions: partitions ?? Math.max(...topics.map((source) => source.partitions.length)),
    maxMessageBytes: Math.min(Math.max(...sizes) + HEADER_BYTES, 2_147_483_647),
  };
};

const make = async (admin: Admin, wanted: WantedTopic, choices: TopicChoices): Promise<SetupStep> => {
  const { topic, kind, numPartitions, maxMessageBytes } = wanted;
  const what = `${kind} topic ${topic}`;
  const words = `${plural(numPartitions, 'partition')}, kept forever`;
  if (choices.dryRun) return { what, result: 'would-make', message: words };
  const configEntries = [
    { name: 'cleanup.policy', value: 'delete' },
    // Without limits nothing is lost: letters are few, an operator ends them, and nobody may have looked at one in
    // time. How long effects are kept is for their owner to decide.
    { name: 'retention.ms', value: '-1' },
    { name: 'max.message.bytes', value: String(maxMessageBytes) },
  ];
  try {
    const replicationFactor = choices.replicationFactor ?? -1;
    const made = await createTopics(admin, [{ topic, numPartitions, replicationFactor, configEntries }]);
    return made ? { what, result: 'made', message: words } : { what, result: 'there', message: 'exists' };
  } catch (error) {
    const message = `could not be made: ${errorText(error)}. Make it with ${words} (retention.ms=-1), or set ${kind === 'ledger' ? 'ledger.topic' : 'deadLetterTopic'}`;
    return { what, result: 'failed', message };
  }
};

const setupLedger = async (
  admin: Admin,
  { ledgerTopic: topic }: ResolvedConfig,
  known: ReadonlySet<string>,
  choices: TopicChoices,
): Promise<readonly SetupStep[]> => {
  if (topic === undefined) return [];
  if (known.has(topic)) return [{ what: `ledger topic ${topic}`, result: 'there', message: 'exists' }];
  const numPartitions = choices.partitions ?? PARTITIONS;
  const wanted = { topic, kind: 'ledger', numPartitions, maxMessageBytes: DEFAULT_MESSAGE_BYTES } as const;
  return [await make(admin, wanted, choices)];
};

/** Creates the missing topics of dead letters and of the ledger. Source topics belong to their producers. */
export const setupKafka = async (
  config: ResolvedConfig,
  choices: TopicChoices,
  log: Log,
): Promise<readonly SetupStep[]> => {
  try {
    return await withKafkaAdmin(config.kafka, log, async (admin) => {
      const known = new Set(await admin.listTopics());
      const steps: SetupStep[] = [];
      const { needed, byDefault } = deadLetterTopics(config);
      for (const topic of [...needed, ...byDefault]) {
        if (known.has(topic)) {
          steps.push({ what: `dead-letter topic ${topic}`, result: 'there', message: 'exists' });
          continue;
        }
        steps.push(await make(admin, await wantedTopic(admin, topic, config.routes, known, choices), choices));
      }
      return [...steps, ...(await setupLedger(admin, config, known, choices))];
    });
  } catch (error) {
    return [{ what: 'kafka', result: 'failed', message: errorText(error) }];
  }
};
