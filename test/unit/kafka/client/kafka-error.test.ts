import {
  endOfConsumer,
  fatalCrash,
  isMembershipLost,
  isRebalance,
  rejoin,
  tryAgain,
} from '../../../../src/kafka/client/kafka-error';
import { KafkaJSNonRetriableError, KafkaJSProtocolError } from '../../../../src/kafka/client/kafkajs';
import { GatewayError } from '../../../../src/errors';

const protocolError = (type: string): Error => new KafkaJSProtocolError(Object.assign(new Error(type), { type }));
const wrapped = (cause: unknown): Error => Object.assign(new KafkaJSNonRetriableError('wrapped'), { cause });

describe('what errors of kafkajs mean', () => {
  it.each([
    ['the broker is away', protocolError('NETWORK_EXCEPTION')],
    ['the coordinator is loading', wrapped(protocolError('GROUP_LOAD_IN_PROGRESS'))],
    ['no coordinator was found', new KafkaJSNonRetriableError('Failed to find group coordinator')],
  ])('makes a new consumer when %s', (_, error) => {
    expect(fatalCrash(error)).toBeUndefined();
  });

  it.each([
    ['access is denied', protocolError('GROUP_AUTHORIZATION_FAILED'), false],
    ['the password is wrong', wrapped(protocolError('SASL_AUTHENTICATION_FAILED')), false],
    ['kafkajs has a bug', wrapped(new TypeError('x is undefined')), true],
    ['a stranger throws', new Error('stranger'), true],
    ['nothing is known', undefined, true],
  ])('fails when %s', (_, error, retryable) => {
    expect(fatalCrash(error)).toMatchObject({ code: 'kafka-crashed', retryable });
  });

  it('finds our own error inside', () => {
    const ours = new GatewayError('log-truncated', 'cut back');
    expect(fatalCrash(wrapped(endOfConsumer(ours)))).toBe(ours);
  });

  it('tells a rebalance, which leaves time to commit, from a membership that is gone', () => {
    expect(isRebalance(rejoin('why'))).toBe(true);
    expect(isMembershipLost(rejoin('why'))).toBe(true);
    expect(isMembershipLost(protocolError('UNKNOWN_MEMBER_ID'))).toBe(true);
    expect(isRebalance(protocolError('UNKNOWN_MEMBER_ID'))).toBe(false);
    expect(isMembershipLost(tryAgain('why'))).toBe(false);
  });

  it('gives up on a chain of causes that bites its own tail', () => {
    const error = new KafkaJSNonRetriableError('tail');
    Object.assign(error, { cause: error });
    expect(fatalCrash(error)).toBeUndefined();
  });
});
