import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentDefinition } from '../../../../src/config/agent/agent-definition';
import type { GatewayDefinition } from '../../../../src/config/gateway/definition';
import type { HttpPaging, HttpPollDefinition } from '../../../../src/config/agent/http-poll-definition';
import { gatewaySchema } from '../../../../src/config/gateway/gateway-schema';
import { optionTable } from '../../../../src/config/gateway/option-table';
import { variableTable } from '../../../../src/config/environment/variable-table';

type Given<T> = T extends readonly unknown[] | ((...all: never[]) => unknown) | string | number | boolean
  ? T
  : { readonly [K in keyof T]-?: Given<NonNullable<T[K]>> };

const RETRY = {
  initial: '1s',
  factor: 1,
  maximum: '1s',
  jitter: 0,
  maxAttempts: 3,
  maxAge: '1h',
  maxRetryAfter: '1m',
  statuses: [429, '5xx', '502-504'],
  errors: ['ECONNRESET', 'timeout'],
} as const;
const LIMITS = {
  timeout: '1s',
  concurrency: 1,
  rate: { perSecond: 1, burst: 1 },
  breaker: { failureRatio: 1, minimumCalls: 1, window: '1s', openFor: '1s', probes: 1 },
  retry: RETRY,
  credentialsRefused: [401],
  credentialsDoubted: [403],
  onTerminal: 'skip',
  idempotencyWindow: '1h',
} as const;

const agentOf = (paging: HttpPaging) => ({
  topic: 't',
  every: '1s',
  cron: '* * * * *',
  timeZone: 'UTC',
  jitter: '1s',
  overlap: 'at-once' as const,
  onRefused: 'stop' as const,
  poll: () => Promise.resolve({ records: [] }),
  http: {
    destination: 'ledger',
    method: 'POST' as const,
    path: '/',
    query: { a: 1 },
    headers: { A: 'b' },
    data: {},
    items: 'items',
    id: 'id',
    key: 'id',
    value: 'value',
    timestamp: 'at',
    paging,
    conditional: false,
    maxPages: 1,
    maxResponseBytes: 1,
  },
  timeout: '1s',
  retry: { initial: '1s', factor: 1, maximum: '1s', jitter: 0 },
  window: 1,
  parameters: { device: 'string' as const },
  hosts: 1,
});

/** Every option of definition.ts: the compiler refuses one left out and one too many. */
const everything: Given<Omit<GatewayDefinition, 'destinations' | 'routes' | 'agents'>> & {
  readonly destinations: Readonly<
    Record<string, Given<Exclude<NonNullable<GatewayDefinition['destinations']>[string], (...all: never[]) => unknown>>>
  >;
  readonly routes: Readonly<Record<string, Given<GatewayDefinition['routes'][string]>>>;
  readonly agents: Readonly<
    Record<
      string,
      Given<Omit<AgentDefinition, 'http' | 'parameters'>> & { readonly http: Required<HttpPollDefinition> }
    >
  >;
} = {
  name: 'bank',
  workflows: './workflows.ts',
  kafka: { brokers: ['a:1'], clientId: 'c', ssl: true, incarnation: 'i', sessionTimeout: '10s', metadataMaxAge: '5s' },
  temporal: { taskQueue: 't', profile: 'p' },
  destinations: {
    ledger: {
      baseUrl: 'http://a.test',
      headers: { A: 'b' },
      ...LIMITS,
      idempotencyHeader: 'A',
      idempotencyKeyFormat: 'uuid',
      tokenHeader: 'B',
      maxResponseBytes: 1,
      redirects: 'same-origin',
      echoedSecrets: 'mask',
      proxy: 'environment',
    },
    printer: { call: () => Promise.resolve(), ...LIMITS },
  },
  routes: {
    alerts: {
      topics: ['a'],
      value: 'bytes',
      key: 'hex',
      numbers: 'text',
      workflow: 'w',
      deliver: {
        to: 'ledger',
        method: 'PUT',
        path: '/',
        headers: { A: 'b' },
        copyHeaders: ['d*'],
        tombstone: { method: 'DELETE', path: '/', headers: { A: 'b' } },
        completes: 'callback',
        callbackHeader: 'C',
        callbackTimeout: '1m',
      },
      publish: { to: 't', key: '{key}', value: 'value.a', headers: { A: 'b' }, copyHeaders: false },
      lanes: 1,
      retireAfter: '30d',
      nullKeys: { spread: 2 },
      groupId: 'g',
      onTerminal: { effect: 'park', handler: 'skip', refused: 'skip', undecodable: 'dead-letter', gone: 'skip' },
      retry: RETRY,
      ledger: { keep: 0 },
      deadLetterTopic: 'letters',
    },
  },
  agents: {
    cursors: agentOf({ kind: 'cursor', next: 'n', of: 'body', hasMore: 'm', parameter: 'c', start: 1, atEnd: 'stay' }),
    links: agentOf({ kind: 'link', next: 'n', optional: true, pathOnly: true, atEnd: 'restart' }),
    pages: agentOf({ kind: 'page', limit: 1, parameter: 'p', limitParameter: 'l', start: 1, atEnd: 'stay' }),
    times: agentOf({ kind: 'timestamp', field: 'f', parameter: 's', overlap: '1s', limit: 1, limitParameter: 'l' }),
  },
  callbacks: {
    listen: { host: 'h', port: 1 },
    publicUrl: 'http://a.test',
    secret: { secretFrom: 'A', prefix: '' },
    maxBodyBytes: 1,
    acceptLate: '1s',
  },
  bridge: {
    concurrentSignals: 1,
    recordsPerSignal: 1,
    bytesPerSignal: 65_536,
    maxPendingRecords: 1,
    maxPendingBytes: 1_048_576,
    inlineBytes: 0,
  },
  worker: {
    concurrentActivities: 1,
    concurrentWorkflowTasks: 2,
    cachedWorkflows: 2,
    stickyTimeout: '1s',
    deployment: { name: 'd', buildId: 'b' },
  },
  outbox: { mode: 'at-least-once', writers: 3, sequenceTopic: 's', topics: { t: { value: 'bytes' } } },
  ledger: { keep: 100, topic: 'l' },
  metrics: { listen: { host: 'h', port: 1 } },
  tracing: { endpoint: 'http://collector/v1/traces', sample: 1 },
  gracePeriod: '1s',
};

const has = (value: unknown, path: readonly string[]): boolean => {
  const [name, ...rest] = path;
  if (name === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  const names = name === '*' ? Object.keys(value) : [name];
  return names.some((key) => key in value && has((value as Record<string, unknown>)[key], rest));
};

test('The schema of a configuration knows every option of the definition.', () => {
  expect(gatewaySchema.safeParse(everything).error?.issues).toBeUndefined();
});

test('The schema of a configuration has no option that the definition has not.', () => {
  expect(optionTable.filter(({ path }) => !has(everything, path.split('.'))).map(({ path }) => path)).toEqual([]);
});

const docs = readFileSync(join(__dirname, '../../../../docs/configuration.md'), 'utf8').replace(/ {2,}/g, ' ');
const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

test('The page docs/configuration.md has a row for every option, with what it takes and its default.', () => {
  const missing = optionTable
    .map(({ path, expected, standard, required, variable, about }) => {
      const name = path.replaceAll('.*', '.NAME');
      const words = variable === undefined ? about : `${about} Variable: \`${variable}\`.`;
      return row(`\`${name}\``, expected, standard ?? (required ? '**required**' : '-'), words);
    })
    .filter((line) => !docs.includes(line));
  expect(missing).toEqual([]);
});

test('The page docs/configuration.md has a row for every environment variable.', () => {
  const missing = variableTable
    .map(({ name, option, about }) => row(`\`${name}\``, option === undefined ? '-' : `\`${option}\``, about))
    .filter((line) => !docs.includes(line));
  expect(missing).toEqual([]);
});

test('The page docs/configuration.md documents no option that does not exist.', () => {
  const rows = [...docs.matchAll(/^\| `([\w.]+)` \|/gm)].map(([, name]) => name?.replaceAll('.NAME', '.*') ?? '');
  const known = new Set([...optionTable.map(({ path }) => path), ...variableTable.map(({ name }) => name)]);
  expect(rows.filter((name) => !known.has(name))).toEqual([]);
});
