import { Partitioners, type Kafka, type Producer } from 'kafkajs';
import { TRANSFERS_TOPIC } from '../examples/transfer/src/produce-transfers';
import { planTransfers, type PlannedRecord } from '../examples/transfer/src/transfer-plan';

const PLANNED = 500;

/** Transfers that are sent after the demo's own, a few at a time and without an end. */
export class LiveTransfers {
  private plan: readonly PlannedRecord[] = [];
  private plans = 0;
  private sending: Promise<void> = Promise.resolve();
  /** Records that were sent so far. */
  sent = 0;

  private constructor(
    private readonly producer: Producer,
    private readonly run: string,
  ) {}

  static async start(kafka: Kafka, run: string): Promise<LiveTransfers> {
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return new LiveTransfers(producer, run);
  }

  /** Each transfer is two records. What is asked for at the same time is sent in turn, so that accounts keep their order. */
  send(transfers: number): Promise<void> {
    const sent = this.sending.then(() => this.sendNow(this.next(2 * transfers)));
    this.sending = sent.catch(() => undefined); // Whoever asked is told.
    return sent;
  }

  async close(): Promise<void> {
    await this.sending;
    await this.producer.disconnect();
  }

  private async sendNow(records: readonly PlannedRecord[]): Promise<void> {
    const messages = records.map(({ key, value }) => ({ key, value: JSON.stringify(value) }));
    await this.producer.send({ topic: TRANSFERS_TOPIC, acks: -1, messages });
    this.sent += records.length;
  }

  private next(count: number): readonly PlannedRecord[] {
    if (this.plan.length < count) {
      this.plans += 1;
      const run = `${this.run}-live-${this.plans}`;
      this.plan = [...this.plan, ...planTransfers({ transfers: Math.max(PLANNED, count), run, seed: Date.now() })];
    }
    const records = this.plan.slice(0, count);
    this.plan = this.plan.slice(count);
    return records;
  }
}
