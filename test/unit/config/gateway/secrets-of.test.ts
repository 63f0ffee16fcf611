import type { ResolvedConfig } from '../../../../src/config/gateway/resolved-config';
import { secretsOf } from '../../../../src/config/gateway/secrets-of';

test('The secrets of a configuration are those of Kafka, Temporal, callbacks and destinations.', () => {
  const config = {
    kafka: {
      brokers: [],
      clientId: 'c',
      sasl: { mechanism: 'plain', username: 'u', password: 'of-kafka' },
      ssl: { key: 'of-tls' },
    },
    temporal: {
      ...{ namespace: 'n', taskQueue: 'q' },
      connectionOptions: {
        apiKey: 'of-temporal',
        tls: { clientCertPair: { key: Buffer.from('of-cert'), crt: Buffer.from('') } },
      },
    },
    callbacks: { secrets: ['of-callbacks'] },
    destinations: new Map<string, object>([
      ['api', { kind: 'http', secrets: ['of-api'] }],
      ['code', { kind: 'function' }],
    ]),
  } as unknown as ResolvedConfig;
  expect(secretsOf(config)).toEqual(['of-kafka', 'of-tls', 'of-temporal', 'of-cert', 'of-callbacks', 'of-api']);
  const bare = {
    ...config,
    kafka: { ...config.kafka, sasl: undefined, ssl: true },
    callbacks: undefined,
    destinations: new Map(),
  };
  const without = { ...bare, temporal: { ...config.temporal, connectionOptions: {} } } as unknown as ResolvedConfig;
  expect(secretsOf(without)).toEqual([]);
});
