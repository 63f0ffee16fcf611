import type { KafkaConfig } from 'kafkajs';
import { portAnswer, portWords } from '../../config/connections/port-answer';
import { errorText, GatewayError } from '../../errors';
import { isNotConnected } from './kafka-error';

const USUAL_PORT = 9_092;

/** `kafka-unreachable`, with what the first broker's address shows of the reason. */
export const kafkaUnreachable = async ({ brokers, ssl }: KafkaConfig, error: unknown): Promise<GatewayError> => {
  const addresses = Array.isArray(brokers) ? brokers : [];
  const [first = ''] = addresses;
  const tls = ssl !== undefined && ssl !== false;
  const expected = { engine: 'Kafka', tls, setting: 'KAFKA_SSL', usualPort: USUAL_PORT };
  // A broker that refuses credentials has answered.
  const why = isNotConnected(error) ? portWords(await portAnswer(first, USUAL_PORT), expected) : undefined;
  const reason = why ?? errorText(error);
  const message =
    `Kafka did not answer at ${addresses.join(', ')}: ${reason}. ` +
    'Check KAFKA_BROKERS and that the brokers are up; `sluice dev` starts one for development.';
  return new GatewayError('kafka-unreachable', message, { cause: error, retryable: true });
};
