import { answeredWithin } from '../../async/answered-within';
import { KafkaJSRequestTimeoutError } from './kafkajs';

/** Longer than kafkajs itself takes to give up: 5 s for a connection and 30 s for an answer, with its pauses. */
const ANSWER_MS = 60_000;

/**
 * Settles as `ask` does, or rejects with what kafkajs says of a request without an answer. kafkajs forgets requests that
 * meet the end of their connection at a bad moment, and their promises never settle: nobody may wait for them alone.
 */
export const answered = <T>(ask: (answered: () => void) => Promise<T>): Promise<T> =>
  answeredWithin(ask, ANSWER_MS, () => new KafkaJSRequestTimeoutError(`No answer of Kafka within ${ANSWER_MS} ms`));
