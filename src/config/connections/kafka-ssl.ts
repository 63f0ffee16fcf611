import type { KafkaConfig } from 'kafkajs';
import { errorText } from '../../errors';
import { variableOf, type Environment, type Files } from '../environment/environment';
import { type Problem, shownValue, type Checked } from '../checking/problem';

type Ssl = NonNullable<KafkaConfig['ssl']>;

const PEM_VARIABLES = { ca: 'KAFKA_SSL_CA', cert: 'KAFKA_SSL_CERT', key: 'KAFKA_SSL_KEY' } as const;

const switchedOn = (option: unknown, env: Environment, problems: Problem[]): boolean => {
  if (typeof option === 'boolean') return option;
  const text = variableOf(env, 'KAFKA_SSL');
  if (text === undefined || text === 'false') return false;
  if (text !== 'true') {
    problems.push({ option: 'kafka.ssl', variable: 'KAFKA_SSL', got: shownValue(text), expected: 'true or false' });
  }
  return text === 'true';
};

const pem = (variable: string, path: string, files: Files, problems: Problem[]): string => {
  try {
    const text = files.read(path);
    if (text.includes('-----BEGIN ')) return text;
    problems.push({ variable, got: `${shownValue(path)}, which is not PEM`, expected: 'the path of a PEM file' });
  } catch (error) {
    problems.push({ variable, got: `${shownValue(path)} (${errorText(error)})`, expected: 'the path of a PEM file' });
  }
  return '';
};

/** TLS to the brokers: the option or KAFKA_SSL turns it on; certificates are paths of PEM files. */
export const kafkaSsl = (option: unknown, env: Environment, files: Files): Checked<Ssl> => {
  const problems: Problem[] = [];
  const on = switchedOn(option, env, problems);
  const certificates: { ca?: string; cert?: string; key?: string } = {};
  for (const [name, variable] of Object.entries(PEM_VARIABLES) as readonly (readonly [
    'ca' | 'cert' | 'key',
    string,
  ])[]) {
    const path = variableOf(env, variable);
    if (path === undefined) continue;
    certificates[name] = pem(variable, path, files, problems);
    if (!on) problems.push({ variable, got: 'a certificate while TLS is off', expected: 'KAFKA_SSL=true beside it' });
  }
  if ((certificates.cert === undefined) !== (certificates.key === undefined)) {
    const variable = certificates.cert === undefined ? PEM_VARIABLES.cert : PEM_VARIABLES.key;
    problems.push({ variable, got: 'nothing', expected: 'KAFKA_SSL_CERT and KAFKA_SSL_KEY together' });
  }
  return { value: on && Object.keys(certificates).length > 0 ? certificates : on, problems };
};
