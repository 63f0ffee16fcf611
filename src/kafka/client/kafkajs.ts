// Only this module loads kafkajs, so nobody gets it unpatched. Types may be imported from kafkajs itself.
import type { logCreator } from 'kafkajs';
import type { Log } from '../../log';
import { patchKafkajs } from './patches/patch-kafkajs';

patchKafkajs();

export {
  AssignerProtocol,
  Kafka,
  KafkaJSNonRetriableError,
  KafkaJSProtocolError,
  KafkaJSRequestTimeoutError,
  logLevel,
  PartitionAssigners,
  Partitioners,
} from 'kafkajs';

// These are kafkajs' own fields, and stacks that lead nowhere else.
const LEFT_OUT: ReadonlySet<string> = new Set(['timestamp', 'logger', 'message', 'stack']);

/**
 * Writes kafkajs' log into ours, at debug level only: its errors and warnings concern what it then recovers from, many
 * a second while a broker is away. The source itself reports what it does not recover from.
 */
export const kafkajsLog =
  (log: Log): logCreator =>
  () =>
  ({ namespace, log: entry }) => {
    const fields = Object.fromEntries(Object.entries(entry).filter(([name]) => !LEFT_OUT.has(name)));
    log.debug(fields, `kafkajs ${namespace}: ${entry.message}`);
  };
