import path from 'node:path';
import { meantEngines, passedWords } from '../../../../src/cli/command/meant-engines';
import { connectedTo, devEnvironment, loadedConfig } from '../../../../src/cli/command/running-engines';
import type { ResolvedConfig } from '../../../../src/config/gateway/resolved-config';

const SHAPE = JSON.stringify({ name: 'g', topics: ['t'], lanes: 0, kind: 'deliver' });
const DEV = { brokers: 'a:1,b:2', temporal: 'c:3', by: 'dev', pid: 7 } as const;
const find = (): typeof DEV => DEV;

test('A command without variables means the engines of a running `sluice dev`.', () => {
  expect(meantEngines({ PATH: '/bin', KAFKA_BROKERS: '' }, find)).toEqual({ dev: DEV });
  expect(meantEngines({}, () => undefined)).toEqual({});
});

test.each(['KAFKA_BROKERS', 'KAFKA_BOOTSTRAP_SERVERS', 'TEMPORAL_ADDRESS'])(
  'A command that names its engines by %s never means another one, and can say which one runs.',
  (name) => {
    expect(meantEngines({ [name]: 'prod:1' }, find)).toEqual({ passed: { dev: DEV, by: [name] } });
    expect(passedWords({ dev: DEV, by: [name] })).toBe(
      `The running sluice dev (process 7) was left alone because ${name} is set: unset it to use Kafka at a:1,b:2 and Temporal at c:3, or name both engines.`,
    );
  },
);

test('One variable with the address of the running engines means them; two name both engines.', () => {
  expect(meantEngines({ TEMPORAL_ADDRESS: DEV.temporal }, find)).toEqual({ dev: DEV });
  expect(meantEngines({ KAFKA_BROKERS: DEV.brokers }, find)).toEqual({ dev: DEV });
  expect(meantEngines({ KAFKA_BROKERS: DEV.brokers, TEMPORAL_ADDRESS: DEV.temporal }, find)).toEqual({});
  expect(meantEngines({ KAFKA_BROKERS: 'prod:1', TEMPORAL_ADDRESS: 'prod:2' }, find)).toEqual({});
});

test('A config that lacks what the environment does not name is refused with what is running.', async () => {
  const passed = { dev: DEV, by: ['TEMPORAL_ADDRESS'] };
  const config = path.join(__dirname, '../../../fixtures/gateway/gateway.config.ts');
  const loading = loadedConfig({ config }, { env: { TEST_GATEWAY: SHAPE }, passed, hide: () => undefined });
  await expect(loading).rejects.toThrow(/KAFKA_BROKERS[\s\S]*\nThe running sluice dev \(process 7\) was left alone/);
});

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
