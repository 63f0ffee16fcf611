// Names of an outbox writer in Temporal and Kafka. NEVER CHANGE them: another transactional id would not fence the old
// writer, another group would not know what it has published (I9).
import { laneOf } from './workflow-id';

/** No route has such a name. */
const OUTBOX = '~outbox';

export const outboxWorkflowId = (gateway: string, writer: number): string => `${gateway}/${OUTBOX}/writer-${writer}`;

/** Only the process that holds the writer polls it. */
export const outboxTaskQueue = (taskQueue: string, writer: number): string => `${taskQueue}${OUTBOX}-${writer}`;

/** Transactional id, and consumer group of the sequence. */
export const outboxKafkaName = (gateway: string, writer: number): string => `${gateway}.outbox.${writer}`;

/** The writer of a chain: all that one chain publishes goes the same way, in order. */
export const writerOf = (chain: string, writers: number): number => laneOf(chain, writers);
