// Writes the ledger topic: every effect is one line of JSON under the key of its chain, kept as long as the topic keeps
// it. Lines are written at least once: a line repeated after a crash has the same idempotency key, result and time.
import { Partitioners } from '../client/kafkajs';
import { withPatientAdmin } from '../client/kafka-admin';
import { CheckedProducer } from './checked-producer';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { GatewayError } from '../../errors';
import type { Log } from '../../log';
import type { LedgerLine } from '../../model/records/ledger-line';

/** Lines have about 500 bytes each; this many is far below what brokers accept at once. */
const LINES_AT_ONCE = 500;
/** On failure the waiting batch fails and is retried: failing soon is better than holding it for long. */
const RETRIES = 3;

export class LedgerWriter {
  private readonly producer: CheckedProducer;

  constructor(
    private readonly kafka: ResolvedConfig['kafka'],
    private readonly topic: string,
    private readonly log: Log,
  ) {
    this.producer = new CheckedProducer({
      kafka,
      log,
      partitioner: Partitioners.DefaultPartitioner,
      retry: { retries: RETRIES },
      what: 'the lines of the effect ledger',
    });
  }

  /** Resolves once the lines are durable, each chain's in order. @throws if Kafka does not accept them. */
  async write(lines: readonly LedgerLine[]): Promise<void> {
    const messages = lines.map((line) => ({ key: line.chain, value: JSON.stringify(line) }));
    for (let from = 0; from < messages.length; from += LINES_AT_ONCE) {
      await this.producer.send(this.topic, messages.slice(from, from + LINES_AT_ONCE));
    }
  }

  /** @throws GatewayError `topic-missing`: without the topic, effects would be done and their keys would wait. */
  async check(): Promise<void> {
    const topics = await withPatientAdmin(this.kafka, this.log, (admin) => admin.listTopics());
    if (topics.includes(this.topic)) return;
    const message = `The effect ledger goes to ${this.topic}, which does not exist: \`sluice setup\` makes it, or set ledger.topic.`;
    throw new GatewayError('topic-missing', message);
  }

  close(): Promise<void> {
    return this.producer.close();
  }
}
