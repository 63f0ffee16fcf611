// Run as a process of its own: BROKERS TOPIC GROUP. Works through the topic record by record, commits each, and prints
// the value before it commits. The test kills it in the middle of a batch.
import { setTimeout as delay } from 'node:timers/promises';
import { testSource } from './with-source';

const [brokers = '', name = '', groupId = ''] = process.argv.slice(2);
const { source, handler } = testSource({ brokers, name }, { groupId });

handler.batch = async ({ partition, records }) => {
  for (const { offset, value } of records) {
    process.stdout.write(`${value?.toString() ?? ''}\n`);
    await delay(5);
    await source.commit([{ partition, next: offset + 1n }]);
  }
};

void source.start(handler);
