// Names of an outbox writer in Temporal and Kafka. NEVER CHANGE them: another transactional id would not fence the old
// writer, and another group would not know what it has published (I9).
import { laneOf } from './workflow-id';

/** No route can have this name. */
const OUTBOX = '~outbox';

export const outboxWorkflowId = (gateway: string, writer: number): string => `${gateway}/${OUTBOX}/writer-${writer}`;

/** The writer's task queue, which only the process that owns the writer polls. */
export const outboxTaskQueue = (taskQueue: string, writer: number): string => `${taskQueue}${OUTBOX}-${writer}`;

/** The transactional id, and the consumer group of the sequence. */
export const outboxKafkaName = (gateway: string, writer: number): string => `${gateway}.outbox.${writer}`;

/** The writer of a chain: everything that a chain publishes goes through the same writer, in order. */
export const writerOf = (chain: string, writers: number): number => laneOf(chain, writers);
