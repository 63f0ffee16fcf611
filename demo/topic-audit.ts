// Reads the topic as any reader of committed records does, and compares it with what the devices have told.
import { randomUUID } from 'node:crypto';
import type { Consumer, Kafka } from 'kafkajs';
import type { DeviceEvent } from '../examples/devices/src/device-event';

interface Line {
  last: number;
  readonly seen: Set<number>;
}

export class TopicAudit {
  published = 0;
  /** Records of an event that was published before. */
  duplicates = 0;
  /** Records after a later one of the same device. */
  outOfOrder = 0;
  private readonly lines = new Map<string, Line>();

  private constructor(private readonly consumer: Consumer) {}

  static async start(kafka: Kafka, topic: string): Promise<TopicAudit> {
    const consumer = kafka.consumer({ groupId: `audit-${randomUUID()}`, maxWaitTimeInMs: 250 });
    const audit = new TopicAudit(consumer);
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      eachMessage: ({ message }) => {
        audit.count(JSON.parse(message.value?.toString() ?? 'null') as DeviceEvent);
        return Promise.resolve();
      },
    });
    return audit;
  }

  /** Number of events that were published, however often. */
  get events(): number {
    return this.published - this.duplicates;
  }

  async stop(): Promise<void> {
    await this.consumer.disconnect();
  }

  private count({ device, sequence }: DeviceEvent): void {
    const line = this.lines.get(device) ?? { last: 0, seen: new Set<number>() };
    this.lines.set(device, line);
    this.published += 1;
    if (line.seen.has(sequence)) this.duplicates += 1;
    else if (sequence < line.last) this.outOfOrder += 1;
    line.seen.add(sequence);
    line.last = Math.max(line.last, sequence);
  }
}
