// Puts transfers into the topic: `npm run transfers -- 1000` makes 1,000 transfers, which are 2,000 records.
import { Kafka, logLevel } from 'kafkajs';
import { produceTransfers } from './produce-transfers';
import { planTransfers } from './transfer-plan';

const main = async (): Promise<void> => {
  const transfers = Number(process.argv[2] ?? '1000');
  if (!Number.isSafeInteger(transfers) || transfers < 1 || transfers > 1_000_000) {
    throw new Error(`Expected a number of transfers from 1 to 1000000, got ${String(process.argv[2])}.`);
  }
  const brokers = (process.env['KAFKA_BROKERS'] ?? '127.0.0.1:9092').split(',');
  const kafka = new Kafka({ clientId: 'transfers', brokers, logLevel: logLevel.ERROR });
  const run = `run-${Date.now().toString(36)}`;
  await produceTransfers(kafka, planTransfers({ transfers, run, seed: Date.now() }));
  console.log(`${2 * transfers} records produced as ${run}`);
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
