// The only module that loads kafkajs, so that nobody meets it unpatched. Types may be imported from kafkajs itself.
import type { logCreator } from 'kafkajs';
import type { Log } from '../../log';
import { patchKafkajs } from './patches';

patchKafkajs();

export {
  Kafka,
  KafkaJSNonRetriableError,
  KafkaJSProtocolError,
  logLevel,
  PartitionAssigners,
  Partitioners,
} from 'kafkajs';

// Of kafkajs itself, and stacks that lead nowhere but into it.
const LEFT_OUT: ReadonlySet<string> = new Set(['timestamp', 'logger', 'message', 'stack']);

/**
 * kafkajs' log in ours, for debugging only: its errors and warnings are about what it then recovers from, many a second
 * while a broker is away. What it does not recover from is reported by the source itself.
 */
export const kafkajsLog =
  (log: Log): logCreator =>
  () =>
  ({ namespace, log: entry }) => {
    const fields = Object.fromEntries(Object.entries(entry).filter(([name]) => !LEFT_OUT.has(name)));
    log.debug(fields, `kafkajs ${namespace}: ${entry.message}`);
  };
