import type { SASLOptions } from 'kafkajs';
import { variableOf, type Environment, type Files } from '../environment/environment';
import { readSecret } from '../environment/secret';
import { shownValue, type Checked } from '../checking/problem';

const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
const OTHERS = ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD', 'KAFKA_SASL_PASSWORD_FILE'] as const;
const EXPECTED = MECHANISMS.join(', ');

/** Credentials for the brokers: mechanism, user name and password must all be set, or none. */
export const kafkaSasl = (env: Environment, files: Files): Checked<SASLOptions | undefined> => {
  const text = variableOf(env, 'KAFKA_SASL_MECHANISM');
  if (text === undefined) {
    const given = OTHERS.find((name) => variableOf(env, name) !== undefined);
    if (given === undefined) return { value: undefined, problems: [] };
    const expected = `one of ${EXPECTED}, because ${given} is set`;
    return { value: undefined, problems: [{ variable: 'KAFKA_SASL_MECHANISM', got: 'nothing', expected }] };
  }
  // Java clients write the names in capitals.
  const mechanism = MECHANISMS.find((name) => name === text.toLowerCase());
  const username = variableOf(env, 'KAFKA_SASL_USERNAME');
  const password = readSecret('KAFKA_SASL_PASSWORD', env, files);
  const problems = [
    ...(mechanism === undefined
      ? [{ variable: 'KAFKA_SASL_MECHANISM', got: shownValue(text), expected: `one of ${EXPECTED}` }]
      : []),
    ...(username === undefined
      ? [
          {
            variable: 'KAFKA_SASL_USERNAME',
            got: 'nothing',
            expected: 'the user name, because KAFKA_SASL_MECHANISM is set',
          },
        ]
      : []),
    ...('problem' in password ? [password.problem] : []),
  ];
  if (mechanism === undefined || username === undefined || 'problem' in password) return { value: undefined, problems };
  return { value: { mechanism, username, password: password.value }, problems };
};
