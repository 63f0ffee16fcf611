import { resolveConfig } from '../../../../src/config/gateway/resolve-config';
import { secret } from '../../../../src/config/environment/secret';
import { retry } from '../../activities/retry';
import { source, validDefinition, withOption } from '../config-source';

const RETRY = retry();
const BREAKER = { failureRatio: 0.5, minimumCalls: 20, windowMs: 30_000, openForMs: 10_000, probes: 3 };

test('A minimal definition gets every default as documented.', () => {
  const config = resolveConfig(validDefinition(), source());
  expect(config).toEqual({
    name: 'bank',
    workflowsPath: '/app/workflows.ts',
    kafka: { brokers: ['kafka:9092'], clientId: 'bank', ssl: false },
    incarnation: undefined,
    consumer: { sessionTimeoutMs: 30_000, metadataMaxAgeMs: 30_000 },
    temporal: {
      connectionOptions: { address: 'localhost:7233' },
      namespace: 'default',
      taskQueue: 'sluice-bank',
    },
    destinations: new Map([
      [
        'ledger',
        {
          kind: 'http',
          baseUrl: 'http://ledger.test/api',
          headers: {},
          secretHeaders: new Set(),
          secrets: [],
          secretFiles: [],
          timeoutMs: 10_000,
          concurrency: 200,
          rate: undefined,
          breaker: BREAKER,
          retry: RETRY,
          credentials: { refused: [401], doubted: [403] },
          idempotencyHeader: 'Idempotency-Key',
          idempotencyKeyFormat: 'plain',
          tokenHeader: 'Sluice-Token',
          maxResponseBytes: 65_536,
          redirects: 'refuse',
          echoedSecrets: 'refuse',
          proxy: 'none',
          onTerminal: undefined,
          idempotencyWindowMs: undefined,
        },
      ],
    ]),
    agents: [],
    routes: [
      {
        name: 'transfers',
        topics: ['transfers'],
        value: 'json',
        key: 'utf8',
        numbers: 'exact',
        workflowType: 'transfers',
        deliver: undefined,
        publish: undefined,
        lanes: 0,
        nullKeySpread: 0,
        groupId: 'bank.transfers',
        onTerminal: { effect: 'park', handler: 'park', refused: 'park', undecodable: 'park', gone: undefined },
        retry: {},
        deadLetterTopic: 'bank.transfers.dead-letters',
        ledgerKeep: 20,
      },
      {
        name: 'alerts',
        topics: ['alerts'],
        value: 'json',
        key: 'utf8',
        numbers: 'plain',
        workflowType: 'sluiceDeliver',
        deliver: {
          to: 'ledger',
          method: 'POST',
          path: '/alerts/{key}',
          headers: {},
          copyHeaders: { names: new Set(), prefixes: [], never: new Set(['idempotency-key', 'sluice-token']) },
          tombstone: 'send',
          completes: 'response',
          callbackHeader: 'Sluice-Callback-Url',
          callbackTimeoutMs: 3_600_000,
        },
        publish: undefined,
        lanes: 0,
        nullKeySpread: 0,
        groupId: 'bank.alerts',
        onTerminal: { effect: 'park', handler: 'park', refused: 'park', undecodable: 'park', gone: undefined },
        retry: {},
        deadLetterTopic: 'bank.alerts.dead-letters',
        ledgerKeep: 20,
      },
    ],
    bridge: {
      concurrentSignals: 64,
      recordsPerSignal: 500,
      bytesPerSignal: 1_048_576,
      maxPendingRecords: 20_000,
      maxPendingBytes: 67_108_864,
      inlineBytes: 262_144,
    },
    worker: {
      concurrentActivities: 200,
      concurrentWorkflowTasks: 40,
      cachedWorkflows: undefined,
      stickyTimeoutMs: 10_000,
      deployment: undefined,
    },
    outbox: { enabled: false, writers: 2, sequenceTopic: 'bank.outbox', topics: new Map() },
    ledgerTopic: undefined,
    gracePeriodMs: 30_000,
  });
});

test('A destination in code gets the limits of an HTTP destination.', () => {
  const call = (): Promise<unknown> => Promise.resolve();
  const config = resolveConfig(withOption('destinations.ledger', call), source());
  expect(config.destinations.get('ledger')).toEqual({
    kind: 'function',
    call,
    timeoutMs: 10_000,
    concurrency: 200,
    rate: undefined,
    breaker: BREAKER,
    retry: RETRY,
    credentials: { refused: [401], doubted: [403] },
    onTerminal: undefined,
    idempotencyWindowMs: undefined,
  });
});

test('A secret is read from its variable, with its prefix, and kept apart for redaction.', () => {
  const definition = withOption('destinations.ledger.headers', { Authorization: secret('T', { prefix: 'Bearer ' }) });
  const destination = resolveConfig(definition, source({ env: { T: 'abc' } })).destinations.get('ledger');
  expect(destination).toMatchObject({ headers: { Authorization: 'Bearer abc' }, secrets: ['abc'] });
});

test('A secret is read from the file that its _FILE variable names, without the last line break.', () => {
  const definition = withOption('destinations.ledger.headers', { Authorization: secret('T') });
  const from = source({ env: { T_FILE: '/run/t' }, files: { '/run/t': 'abc\n' } });
  expect(resolveConfig(definition, from).destinations.get('ledger')).toMatchObject({
    headers: { Authorization: 'abc' },
    secrets: ['abc'],
    secretFiles: [{ header: 'Authorization', prefix: '', path: '/run/t' }],
  });
});

test('Options of the config file win over their environment variables.', () => {
  const definition = withOption('kafka', { brokers: ['a:1', 'b:2'], clientId: 'mine', ssl: false });
  const env = { KAFKA_BROKERS: 'c:3', KAFKA_CLIENT_ID: 'other', KAFKA_SSL: 'true' };
  expect(resolveConfig(definition, source({ env })).kafka).toEqual({
    brokers: ['a:1', 'b:2'],
    clientId: 'mine',
    ssl: false,
  });
});

test('A build id alone switches worker versioning on; its option wins over the variable.', () => {
  const env = { SLUICE_BUILD_ID: 'b1' };
  const deployment = (definition: unknown): unknown => resolveConfig(definition, source({ env })).worker.deployment;
  expect(deployment(validDefinition())).toEqual({ name: 'sluice-bank', buildId: 'b1' });
  expect(deployment(withOption('worker', { deployment: { name: 'banking', buildId: 'b2' } }))).toEqual({
    name: 'banking',
    buildId: 'b2',
  });
});

test('The connection settings of Kafka come from the environment.', () => {
  const pem = (kind: string): string => `-----BEGIN ${kind}-----`;
  const env = {
    KAFKA_BROKERS: '',
    KAFKA_BOOTSTRAP_SERVERS: 'a:1, [::1]:2',
    KAFKA_CLIENT_ID: 'mine',
    KAFKA_SSL: 'true',
    KAFKA_SSL_CA: '/ca',
    KAFKA_SSL_CERT: '/cert',
    KAFKA_SSL_KEY: '/key',
    KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
    KAFKA_SASL_USERNAME: 'me',
    KAFKA_SASL_PASSWORD_FILE: '/password',
  };
  const files = { '/ca': pem('CA'), '/cert': pem('CERT'), '/key': pem('KEY'), '/password': 'pw\n' };
  expect(resolveConfig(validDefinition(), source({ env, files })).kafka).toEqual({
    brokers: ['a:1', '[::1]:2'],
    clientId: 'mine',
    ssl: { ca: pem('CA'), cert: pem('CERT'), key: pem('KEY') },
    sasl: { mechanism: 'scram-sha-512', username: 'me', password: 'pw' },
  });
});

test('The connection settings of Temporal come from the environment as its own clients read it.', () => {
  const env = { TEMPORAL_ADDRESS: 'temporal:7233', TEMPORAL_NAMESPACE: 'prod', TEMPORAL_API_KEY: 'key' };
  expect(resolveConfig(withOption('temporal.taskQueue', 'mine'), source({ env })).temporal).toMatchObject({
    connectionOptions: { address: 'temporal:7233', apiKey: 'key', tls: true },
    namespace: 'prod',
    taskQueue: 'mine',
  });
});

test('An empty variable counts as not set.', () => {
  const env = { TEMPORAL_ADDRESS: '', TEMPORAL_NAMESPACE: '', KAFKA_CLIENT_ID: '' };
  const config = resolveConfig(validDefinition(), source({ env }));
  expect(config.temporal).toMatchObject({ connectionOptions: { address: 'localhost:7233' }, namespace: 'default' });
  expect(config.kafka.clientId).toBe('bank');
});

test('Lanes and a spread of null keys are taken over from the definition.', () => {
  const route = { topics: ['alerts'], deliver: { to: 'ledger' }, lanes: 32, nullKeys: { spread: 8 }, groupId: 'g' };
  const config = resolveConfig(withOption('routes.alerts', route), source());
  expect(config.routes[1]).toMatchObject({ lanes: 32, nullKeySpread: 8, groupId: 'g' });
});

test('Statuses and codes of a policy are read as ranges and sets; a route keeps only what it says itself.', () => {
  const definition = withOption('destinations.ledger.retry', {
    statuses: [404, '5xx', '420-429'],
    errors: ['ECONNRESET'],
    maxAge: '1h',
  });
  const config = resolveConfig(
    withOption('routes.alerts.retry', { maxAttempts: 5, errors: 'all' }, definition),
    source(),
  );
  expect(config.destinations.get('ledger')?.retry).toEqual({
    ...RETRY,
    maxAgeMs: 3_600_000,
    statuses: [
      [404, 404],
      [500, 599],
      [420, 429],
    ],
    errors: new Set(['ECONNRESET']),
  });
  expect(config.routes.map(({ retry }) => retry)).toEqual([{}, { maxAttempts: 5, errors: 'all' }]);
});

test('A rate has a burst of a tenth of a second, a breaker can be switched off, and code can have limits of its own.', () => {
  const call = (): Promise<unknown> => Promise.resolve();
  const definition = withOption('destinations.ledger', { call, rate: { perSecond: 55 }, breaker: false });
  expect(resolveConfig(definition, source()).destinations.get('ledger')).toMatchObject({
    kind: 'function',
    call,
    rate: { perSecond: 55, burst: 5 },
    breaker: undefined,
  });
});
