// What an operator does when brokers refuse a consumer, by the name or type of kafkajs' error. Trying again at once
// cannot help.
const CREDENTIALS = 'Correct the credentials of this client (kafka.sasl) or its account on the brokers.';
const VERSION = 'Sluice needs brokers of Kafka 2.8 or later.';

const ADVICE: ReadonlyMap<unknown, string> = new Map([
  ['SASL_AUTHENTICATION_FAILED', CREDENTIALS],
  ['UNSUPPORTED_SASL_MECHANISM', CREDENTIALS],
  ['KafkaJSSASLAuthenticationError', CREDENTIALS],
  ['TOPIC_AUTHORIZATION_FAILED', 'Give this client the rights to describe and read the topics of the route.'],
  ['GROUP_AUTHORIZATION_FAILED', 'Give this client the right to read the consumer group of the route.'],
  ['CLUSTER_AUTHORIZATION_FAILED', 'Give this client the rights that the brokers ask for.'],
  ['INVALID_TOPIC_EXCEPTION', 'Correct the names of the topics in the route.'],
  ['INVALID_GROUP_ID', 'Correct `groupId` of the route.'],
  [
    'INVALID_SESSION_TIMEOUT',
    'Set kafka.sessionTimeout within group.min.session.timeout.ms and group.max.session.timeout.ms of the brokers.',
  ],
  [
    'INCONSISTENT_GROUP_PROTOCOL',
    'Another application is a member of this consumer group, and shares partitions out in another way. ' +
      'Stop it, or give the route a group of its own (`groupId`).',
  ],
  [
    'GROUP_MAX_SIZE_REACHED',
    'The consumer group has as many members as group.max.size of the brokers allows: run fewer bridges.',
  ],
  ['UNSUPPORTED_VERSION', VERSION],
  ['KafkaJSServerDoesNotSupportApiKey', VERSION],
]);

/** Returns undefined if `nameOrType` is not a refusal: then a new consumer may help. */
export const refusalAdvice = (nameOrType: unknown): string | undefined => ADVICE.get(nameOrType);
