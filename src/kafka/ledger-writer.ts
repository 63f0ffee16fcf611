// The ledger's topic: every effect as one line of JSON, under the key of its chain, for as long as the topic keeps it.
// Written at least once: a line that is written twice after a crash has the same idempotency key, result and time.
import { Partitioners } from './client/kafkajs';
import { withPatientAdmin } from './kafka-admin';
import { CheckedProducer } from './checked-producer';
import type { ResolvedConfig } from '../config/gateway/resolved';
import { GatewayError } from '../errors';
import type { LedgerLine } from '../model/ledger-line';

/** About 500 bytes each; far below what brokers take at once. */
const LINES_AT_ONCE = 500;
/** The batch that waits for it fails and is tried again: better soon than held for long. */
const RETRIES = 3;

export class LedgerWriter {
  private readonly producer: CheckedProducer;

  constructor(
    private readonly kafka: ResolvedConfig['kafka'],
    private readonly topic: string,
  ) {
    this.producer = new CheckedProducer({
      kafka,
      partitioner: Partitioners.DefaultPartitioner,
      retry: { retries: RETRIES },
      what: 'the lines of the effect ledger',
    });
  }

  /** Resolves once the lines are durable, those of one chain in their order. @throws when Kafka does not take them. */
  async write(lines: readonly LedgerLine[]): Promise<void> {
    const messages = lines.map((line) => ({ key: line.chain, value: JSON.stringify(line) }));
    for (let from = 0; from < messages.length; from += LINES_AT_ONCE) {
      await this.producer.send(this.topic, messages.slice(from, from + LINES_AT_ONCE));
    }
  }

  /** @throws GatewayError `topic-missing`: effects would be done, and their keys would wait. */
  async check(): Promise<void> {
    const topics = await withPatientAdmin(this.kafka, (admin) => admin.listTopics());
    if (topics.includes(this.topic)) return;
    const message = `The effect ledger goes to ${this.topic}, which does not exist: \`sluice setup\` makes it, or set ledger.topic.`;
    throw new GatewayError('topic-missing', message);
  }

  close(): Promise<void> {
    return this.producer.close();
  }
}
