import { randomBytes } from 'node:crypto';
import { javaPartition } from '../../src/outbox/murmur2';
import { runJava } from '../../harness/java';

test("A published key goes to the partition that Kafka's Java clients would choose.", async () => {
  const lengths = Array.from({ length: 400 }, (_, index) => index % 67);
  const keys = lengths.slice(1).map((length) => randomBytes(length + 1));
  const text = ['key-0', 'ключ', '\u0000', 'acc-07'].map((key) => Buffer.from(key));
  for (const partitions of [1, 3, 64]) {
    const all = [...keys, ...text];
    const output = await runJava(
      'KeyPartitions',
      [String(partitions)],
      `${all.map((key) => key.toString('base64')).join('\n')}\n`,
    );
    const expected = output.trim().split('\n').map(Number);
    expect(all.map((key) => javaPartition(key, partitions))).toEqual(expected);
  }
});
