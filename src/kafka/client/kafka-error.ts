// Says what kafkajs errors mean to the source. They are recognized by name and type, never by instanceof.
import { errorText, GatewayError } from '../../errors';
import { KafkaJSNonRetriableError, KafkaJSProtocolError } from './kafkajs';
import { refusalAdvice } from './refusals';

interface Cause {
  readonly name?: unknown;
  readonly type?: unknown;
  readonly cause?: unknown;
}

const MEMBERSHIP_LOST: ReadonlySet<unknown> = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'NOT_COORDINATOR_FOR_GROUP',
]);

const causes = (error: unknown): readonly Cause[] => {
  const chain: Cause[] = [];
  for (let next = error; typeof next === 'object' && next !== null && chain.length < 8; next = (next as Cause).cause) {
    chain.push(next);
  }
  return chain;
};

const isGatewayError = (error: Cause): error is GatewayError => error.name === 'GatewayError';

/** Finds the GatewayError that kafkajs has wrapped in its own errors. */
export const gatewayErrorIn = (error: unknown): GatewayError | undefined => causes(error).find(isGatewayError);

/** The group has moved on, so the member must rejoin. It can no longer commit, or soon cannot. */
export const isMembershipLost = (error: unknown): boolean =>
  causes(error).some(({ type }) => MEMBERSHIP_LOST.has(type));

/** The membership errors that leave time for a last commit. */
export const isRebalance = (error: unknown): boolean =>
  causes(error).some(({ type }) => type === 'REBALANCE_IN_PROGRESS' || type === 'NOT_COORDINATOR_FOR_GROUP');

export const isOffsetOutOfRange = (error: unknown): error is { readonly topic: string; readonly partition: number } =>
  causes(error)[0]?.name === 'KafkaJSOffsetOutOfRange';

export const isUnknownTopic = (error: unknown): boolean =>
  causes(error).some(({ type }) => type === 'UNKNOWN_TOPIC_OR_PARTITION');

/** The topic was just created, and the broker does not know it or its leaders yet. */
export const isTopicNotReady = (error: unknown): boolean =>
  isUnknownTopic(error) || causes(error).some(({ type }) => type === 'LEADER_NOT_AVAILABLE');

const COORDINATOR_NOT_READY: ReadonlySet<unknown> = new Set([
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
]);

/** The broker that knows the group has just started, or another one takes over from it: seconds. */
export const isCoordinatorNotReady = (error: unknown): boolean =>
  causes(error).some(({ type }) => COORDINATOR_NOT_READY.has(type));

const NOT_CONNECTED: ReadonlySet<unknown> = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSBrokerNotFound',
  'KafkaJSRequestTimeoutError',
]);

/** No broker answers as one. kafkajs connects to a port of anything else, and fails at the first request without a name. */
export const isNotConnected = (error: unknown): boolean =>
  causes(error).some(({ name }) => NOT_CONNECTED.has(name)) || errorText(error) === 'Broker not connected';

/** A broker could not be reached. A connection that was merely lost may be made again at once. */
export const isUnconnected = (error: unknown): boolean =>
  causes(error).some(({ name }) => name === 'KafkaJSConnectionError');

/** A broker that was reached did not answer within the time of a request, 30 s by default. */
export const isUnanswered = (error: unknown): boolean =>
  causes(error).some(({ name }) => name === 'KafkaJSRequestTimeoutError');

export const isKafkajsError = (error: unknown): boolean => {
  const name = causes(error)[0]?.name;
  return typeof name === 'string' && name.startsWith('KafkaJS');
};

/** Throwing this to kafkajs makes its runner stop fetching, wait for the handlers and rejoin the group. */
export const rejoin = (reason: string): Error =>
  new KafkaJSProtocolError(
    Object.assign(new Error(reason), { type: 'REBALANCE_IN_PROGRESS', code: 27, retriable: false }),
  );

/** Throwing this to kafkajs makes it try again after a pause. */
export const tryAgain = (reason: string): Error =>
  new KafkaJSProtocolError(Object.assign(new Error(reason), { type: 'LEADER_NOT_AVAILABLE', retriable: true }));

/** Throwing this to kafkajs ends its consumer, which would only retry where we know better. */
export const endOfConsumer = (cause: unknown): Error =>
  Object.assign(new KafkaJSNonRetriableError(errorText(cause)), { cause });

const isDefined = <T>(value: T | undefined): value is T => value !== undefined;

/** True if a broker has answered, and what it said keeps the consumer from its group. */
export const isAnswered = (error: unknown): boolean => causes(error).some(({ type }) => typeof type === 'string');

/** Returns undefined if a new consumer may help: the broker is down or busy, or the group is rebalancing. */
export const fatalCrash = (error: unknown): GatewayError | undefined => {
  const known = gatewayErrorIn(error);
  if (known !== undefined) return known;
  const chain = causes(error);
  const advice = chain.map(({ name, type }) => refusalAdvice(type) ?? refusalAdvice(name)).find(isDefined);
  if (advice !== undefined) {
    const message = `Kafka refuses this consumer: ${errorText(error).replace(/[.\s]*$/, '')}. ${advice}`;
    return new GatewayError('kafka-crashed', message, { cause: error });
  }
  if (chain.length > 0 && chain.every(isKafkajsError)) return undefined;
  return new GatewayError('kafka-crashed', `The Kafka consumer has crashed: ${errorText(error)}`, {
    retryable: true,
    cause: error,
  });
};
