import { validDefinition, withOption } from '../config-source';
import { testRules } from '../rules';

testRules([
  [
    'an unknown option that is near nothing',
    withOption('temporal.colour', 'red'),
    'temporal.colour: got an unknown option, expected one of taskQueue, profile',
  ],
  [
    'brokers without a port',
    withOption('kafka.brokers', ['kafka']),
    `kafka.brokers[0]: got "kafka", expected 'host:port'`,
  ],
  [
    'an empty list of brokers',
    withOption('kafka.brokers', []),
    "kafka.brokers (KAFKA_BROKERS): got an empty list, expected a list of at least one 'host:port'",
  ],
  [
    'no brokers at all',
    validDefinition(),
    "kafka.brokers (KAFKA_BROKERS): got nothing, expected at least one 'host:port', comma separated in KAFKA_BROKERS or as a list in the option",
    { env: { KAFKA_BROKERS: '' } },
  ],
  [
    'a wrong broker in the environment',
    validDefinition(),
    `kafka.brokers (KAFKA_BROKERS): got "b:99999", expected 'host:port', comma separated`,
    { env: { KAFKA_BROKERS: 'a:1, b:99999' } },
  ],
  [
    'a wrong broker in the alias',
    validDefinition(),
    `kafka.brokers (KAFKA_BOOTSTRAP_SERVERS): got "b", expected 'host:port', comma separated`,
    { env: { KAFKA_BROKERS: '', KAFKA_BOOTSTRAP_SERVERS: 'b' } },
  ],
  [
    'two variables that disagree',
    validDefinition(),
    'kafka.brokers (KAFKA_BROKERS): got "kafka:9092", and "b:1" in KAFKA_BOOTSTRAP_SERVERS, expected only one of the two variables, or the same value in both',
    { env: { KAFKA_BOOTSTRAP_SERVERS: 'b:1' } },
  ],
  [
    'a client id with a space',
    validDefinition(),
    'kafka.clientId (KAFKA_CLIENT_ID): got "a b", expected 1 to 255 visible ASCII characters without spaces',
    { env: { KAFKA_CLIENT_ID: 'a b' } },
  ],
  [
    'a build id with a space',
    validDefinition(),
    `worker.deployment.buildId (SLUICE_BUILD_ID): got "a b", expected 1 to 100 letters, digits, '.', '_', '+' and '-'`,
    { env: { SLUICE_BUILD_ID: 'a b' } },
  ],
  [
    'a deployment without a build id',
    withOption('worker', { deployment: { name: 'd' } }),
    'worker.deployment.buildId (SLUICE_BUILD_ID): got nothing, expected a build id, in the option or in SLUICE_BUILD_ID',
    {},
  ],
  [
    'a switch that is neither true nor false',
    validDefinition(),
    'kafka.ssl (KAFKA_SSL): got "yes", expected true or false',
    { env: { KAFKA_SSL: 'yes' } },
  ],
  [
    'a certificate without TLS',
    validDefinition(),
    'KAFKA_SSL_CA: got a certificate while TLS is off, expected KAFKA_SSL=true beside it',
    { env: { KAFKA_SSL_CA: '/ca.pem' }, files: { '/ca.pem': '-----BEGIN CERTIFICATE-----' } },
  ],
  [
    'a certificate file that is not there',
    validDefinition(),
    `KAFKA_SSL_CA: got "/ca.pem" (ENOENT: no such file or directory, open '/ca.pem'), expected the path of a PEM file`,
    { env: { KAFKA_SSL: 'true', KAFKA_SSL_CA: '/ca.pem' } },
  ],
  [
    'a certificate file of another kind',
    validDefinition(),
    'KAFKA_SSL_CA: got "/ca.jks", which is not PEM, expected the path of a PEM file',
    { env: { KAFKA_SSL: 'true', KAFKA_SSL_CA: '/ca.jks' }, files: { '/ca.jks': 'x' } },
  ],
  [
    'a client certificate without its key',
    validDefinition(),
    'KAFKA_SSL_KEY: got nothing, expected KAFKA_SSL_CERT and KAFKA_SSL_KEY together',
    { env: { KAFKA_SSL: 'true', KAFKA_SSL_CERT: '/c.pem' }, files: { '/c.pem': '-----BEGIN CERTIFICATE-----' } },
  ],
  [
    'an unknown SASL mechanism',
    validDefinition(),
    'KAFKA_SASL_MECHANISM: got "gssapi", expected one of plain, scram-sha-256, scram-sha-512',
    { env: { KAFKA_SASL_MECHANISM: 'gssapi', KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD: 'p' } },
  ],
  [
    'SASL without credentials',
    validDefinition(),
    [
      'KAFKA_SASL_USERNAME: got nothing, expected the user name, because KAFKA_SASL_MECHANISM is set',
      'KAFKA_SASL_PASSWORD: got nothing, expected the secret in KAFKA_SASL_PASSWORD or a file named by KAFKA_SASL_PASSWORD_FILE',
    ],
    { env: { KAFKA_SASL_MECHANISM: 'plain' } },
  ],
  [
    'credentials without a mechanism',
    validDefinition(),
    'KAFKA_SASL_MECHANISM: got nothing, expected one of plain, scram-sha-256, scram-sha-512, because KAFKA_SASL_PASSWORD is set',
    { env: { KAFKA_SASL_PASSWORD: 'p' } },
  ],
  [
    'a word for TEMPORAL_TLS that would switch it off',
    validDefinition(),
    'TEMPORAL_TLS: got "yes", expected true or false',
    { env: { TEMPORAL_TLS: 'yes' } },
  ],
  [
    'a temporal.toml that is not there',
    validDefinition(),
    'TEMPORAL_CONFIG_FILE: got "/no/temporal.toml", expected the path of an existing file',
    { env: { TEMPORAL_CONFIG_FILE: '/no/temporal.toml' } },
  ],
  [
    'a profile that does not exist',
    withOption('temporal.profile', 'prod'),
    "temporal.profile (TEMPORAL_PROFILE): got Profile 'prod' not found in config data, expected a profile and files that Temporal can load",
  ],
  [
    'half a client certificate for Temporal',
    validDefinition(),
    'TEMPORAL_TLS_CLIENT_KEY_PATH: got nothing, expected a client certificate and its key together',
    { env: { TEMPORAL_TLS_CLIENT_CERT_DATA: 'c' } },
  ],
]);
