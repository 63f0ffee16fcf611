// Kafka's connection settings: an option overrides its environment variable.
import type { KafkaConfig } from 'kafkajs';
import { variableOf, type Environment, type Files } from '../environment/environment';
import { kafkaSasl } from './kafka-sasl';
import { kafkaSsl } from './kafka-ssl';
import { brokerAddress } from './broker-address';
import { freeName } from '../checking/name-schemas';
import { type Problem, type Checked, shownValue } from '../checking/problem';
import { fieldOf, textOf, textsOf } from '../checking/raw';
import { defined } from '../../model/defined';

export type ResolvedKafka = KafkaConfig & { readonly brokers: string[]; readonly clientId: string };

const BROKERS = { option: 'kafka.brokers', variable: 'KAFKA_BROKERS' } as const;
const ALIAS = 'KAFKA_BOOTSTRAP_SERVERS';

const brokersFromEnvironment = (env: Environment): Checked<string[]> => {
  const main = variableOf(env, 'KAFKA_BROKERS');
  const alias = variableOf(env, ALIAS);
  if (main !== undefined && alias !== undefined && main !== alias) {
    const got = `${shownValue(main)}, and ${shownValue(alias)} in ${ALIAS}`;
    return {
      value: [],
      problems: [{ ...BROKERS, got, expected: 'only one of the two variables, or the same value in both' }],
    };
  }
  const text = main ?? alias;
  if (text === undefined) {
    const expected = "at least one 'host:port', comma separated in KAFKA_BROKERS or as a list in the option";
    return { value: [], problems: [{ ...BROKERS, got: 'nothing', expected }] };
  }
  const value = text.split(',').map((broker) => broker.trim());
  const wrong = value.filter((broker) => !brokerAddress.safeParse(broker).success);
  const variable = main === undefined ? ALIAS : BROKERS.variable;
  const expected = "'host:port', comma separated";
  return { value, problems: wrong.map((broker) => ({ ...BROKERS, variable, got: shownValue(broker), expected })) };
};

const clientIdFromEnvironment = (env: Environment): Checked<string | undefined> => {
  const value = variableOf(env, 'KAFKA_CLIENT_ID');
  if (value === undefined || freeName.safeParse(value).success) return { value, problems: [] };
  const where: Pick<Problem, 'option' | 'variable'> = { option: 'kafka.clientId', variable: 'KAFKA_CLIENT_ID' };
  const expected = '1 to 255 visible ASCII characters without spaces';
  return { value: undefined, problems: [{ ...where, got: shownValue(value), expected }] };
};

/** `definition` may have any shape: the schema reports options that are wrong themselves. */
export const kafkaSettings = (definition: unknown, env: Environment, files: Files): Checked<ResolvedKafka> => {
  const options = fieldOf(definition, 'kafka');
  const brokers: Checked<string[]> =
    fieldOf(options, 'brokers') === undefined
      ? brokersFromEnvironment(env)
      : { value: [...textsOf(fieldOf(options, 'brokers'))], problems: [] };
  const clientId: Checked<string | undefined> =
    fieldOf(options, 'clientId') === undefined
      ? clientIdFromEnvironment(env)
      : { value: textOf(fieldOf(options, 'clientId')), problems: [] };
  const ssl = kafkaSsl(fieldOf(options, 'ssl'), env, files);
  const sasl = kafkaSasl(env, files);
  return {
    value: {
      brokers: brokers.value,
      clientId: clientId.value ?? textOf(fieldOf(definition, 'name')) ?? '',
      ssl: ssl.value,
      ...defined({ sasl: sasl.value }),
    },
    problems: [...brokers.problems, ...clientId.problems, ...ssl.problems, ...sasl.problems],
  };
};
