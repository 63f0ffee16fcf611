import { runJava } from './java';
import type { KafkaTopic } from './kafka-topic';

export interface CommittedRecord {
  readonly partition: number;
  readonly offset: bigint;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [name: string, value: Buffer | null])[];
}

interface Line {
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [name: string, value: string | null])[];
}

const bytes = (base64: string | null): Buffer | null => (base64 === null ? null : Buffer.from(base64, 'base64'));

/** Returns what a read_committed consumer of the Java client, an impartial judge, sees of the whole topic. */
export const readCommitted = async (
  topic: Pick<KafkaTopic, 'brokers' | 'name'>,
): Promise<readonly CommittedRecord[]> => {
  const output = await runJava('ReadCommitted', [topic.brokers, topic.name]);
  const lines = output.split('\n').filter((line) => line !== '');
  return lines.map((text) => {
    const line = JSON.parse(text) as Line;
    return {
      partition: line.partition,
      offset: BigInt(line.offset),
      key: bytes(line.key),
      value: bytes(line.value),
      headers: line.headers.map(([name, value]) => [name, bytes(value)] as const),
    };
  });
};
