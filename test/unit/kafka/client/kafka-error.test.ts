import {
  endOfConsumer,
  fatalCrash,
  isAnswered,
  isMembershipLost,
  isRebalance,
  rejoin,
  tryAgain,
} from '../../../../src/kafka/client/kafka-error';
import { KafkaJSNonRetriableError, KafkaJSProtocolError } from '../../../../src/kafka/client/kafkajs';
import { GatewayError } from '../../../../src/errors';

const protocolError = (type: string): Error => new KafkaJSProtocolError(Object.assign(new Error(type), { type }));
const wrapped = (cause: unknown): Error => Object.assign(new KafkaJSNonRetriableError('wrapped'), { cause });

test.each([
  ['the broker is away', protocolError('NETWORK_EXCEPTION')],
  ['the coordinator is loading', wrapped(protocolError('GROUP_LOAD_IN_PROGRESS'))],
  ['no coordinator was found', new KafkaJSNonRetriableError('Failed to find group coordinator')],
])('The consumer is made anew when %s.', (_, error) => {
  expect(fatalCrash(error)).toBeUndefined();
});

test.each([
  ['access is denied', protocolError('GROUP_AUTHORIZATION_FAILED'), false],
  ['the password is wrong', wrapped(protocolError('SASL_AUTHENTICATION_FAILED')), false],
  ['kafkajs has a bug', wrapped(new TypeError('x is undefined')), true],
  ['a stranger throws', new Error('stranger'), true],
  ['nothing is known', undefined, true],
])('The consumer fails when %s.', (_, error, retryable) => {
  expect(fatalCrash(error)).toMatchObject({ code: 'kafka-crashed', retryable });
});

test('What brokers refuse is told with what to do about it.', () => {
  const told = fatalCrash(wrapped(protocolError('INCONSISTENT_GROUP_PROTOCOL')))?.message;
  expect(told).toMatch(/^Kafka refuses this consumer: .*Another application is a member .*`groupId`/);
});

test('An answer that keeps a consumer from its group is told apart from no answer.', () => {
  expect(isAnswered(wrapped(protocolError('GROUP_COORDINATOR_NOT_AVAILABLE')))).toBe(true);
  expect(isAnswered(wrapped(new Error('connect ECONNREFUSED')))).toBe(false);
});

test('Our own error is found inside what kafkajs throws.', () => {
  const ours = new GatewayError('log-truncated', 'cut back');
  expect(fatalCrash(wrapped(endOfConsumer(ours)))).toBe(ours);
});

test('A rebalance, which leaves time to commit, is told apart from a membership that is gone.', () => {
  expect(isRebalance(rejoin('why'))).toBe(true);
  expect(isMembershipLost(rejoin('why'))).toBe(true);
  expect(isMembershipLost(protocolError('UNKNOWN_MEMBER_ID'))).toBe(true);
  expect(isRebalance(protocolError('UNKNOWN_MEMBER_ID'))).toBe(false);
  expect(isMembershipLost(tryAgain('why'))).toBe(false);
});

test('A chain of causes that bites its own tail is given up on.', () => {
  const error = new KafkaJSNonRetriableError('tail');
  Object.assign(error, { cause: error });
  expect(fatalCrash(error)).toBeUndefined();
});
