import { meantEngines } from '../../../../src/cli/command/meant-engines';
import { connectedTo, devEnvironment } from '../../../../src/cli/command/running-engines';
import type { ResolvedConfig } from '../../../../src/config/gateway/resolved-config';

const DEV = { brokers: 'a:1,b:2', temporal: 'c:3', pid: 7 };
const find = (): typeof DEV => DEV;

test('A command without variables means the engines of a running `sluice dev`.', () => {
  expect(meantEngines({ PATH: '/bin', KAFKA_BROKERS: '' }, find)).toBe(DEV);
  expect(meantEngines({}, () => undefined)).toBeUndefined();
});

test.each(['KAFKA_BROKERS', 'KAFKA_BOOTSTRAP_SERVERS', 'TEMPORAL_ADDRESS'])(
  'A command that names its engines by %s never means another one.',
  (name) => {
    expect(meantEngines({ [name]: 'prod:1' }, find)).toBeUndefined();
  },
);

test('A gateway that is connected to engines of development takes no credentials of others along.', () => {
  const config = {
    kafka: {
      brokers: ['prod:9092'],
      clientId: 'me',
      ssl: true,
      sasl: { mechanism: 'plain', username: 'u', password: 'p' },
    },
    temporal: {
      ...{ namespace: 'prod', taskQueue: 'q' },
      connectionOptions: { address: 'prod:7233', apiKey: 'secret', tls: true },
    },
  } as unknown as ResolvedConfig;
  const { kafka, temporal } = connectedTo(config, DEV);
  expect(kafka).toEqual({ brokers: ['a:1', 'b:2'], clientId: 'me', ssl: false });
  expect(temporal).toEqual({ namespace: 'default', taskQueue: 'q', connectionOptions: { address: 'c:3' } });
  const env = { KAFKA_SASL_PASSWORD: 'p', TEMPORAL_API_KEY: 'k', HOME: '/home/me', API_TOKEN: 't' };
  expect(devEnvironment(env)).toEqual({ KAFKA_BROKERS: 'localhost:9092', API_TOKEN: 't' });
});
