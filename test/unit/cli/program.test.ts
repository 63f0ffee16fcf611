import { CommanderError } from 'commander';
import { parsedCommand as parse } from './parsed-command';

const COMMON = { config: 'gateway.config.ts', json: false };
const ROUTE = ['-r', 'main'];

test.each([
  ['run', 'run', { bridge: true, worker: true }],
  ['bridge', 'run', { bridge: true, worker: false }],
  ['worker', 'run', { bridge: false, worker: true }],
])('`sluice %s` runs its half of the gateway and stays.', async (name, handler, parts) => {
  expect(await parse([name, '-c', 'a.ts', '--json'])).toEqual([
    'stays',
    [handler, parts, { config: 'a.ts', json: true }],
  ]);
});

test.each([['check', 'answers']])(
  '`sluice %s` takes the common options with their defaults and %s.',
  async (name, kind) => {
    expect(await parse([name])).toEqual([kind, [name, COMMON]]);
  },
);

test.each([
  [[], {}],
  [['--watch'], { watch: 2_000 }],
  [['--watch', '10s'], { watch: 10_000 }],
  [['--watch', '500ms'], { watch: 500 }],
  [['--exit-code', '-v'], { exitCode: true, verbose: true }],
])('`sluice status` with %j looks as it is told.', async (line, options) => {
  expect(await parse(['status', ...line])).toEqual([
    'answers',
    ['status', { ...COMMON, exitCode: false, verbose: false, ...options }],
  ]);
});

test('`sluice dev` takes the ports that it is told, and otherwise those that are free.', async () => {
  expect(await parse(['dev'])).toEqual(['stays', ['dev', { ...COMMON, ports: {} }]]);
  const ports = ['--kafka-port', '9192', '--temporal-port', '7333', '--ui-port', '8333', '--metrics-port', '9564'];
  expect(await parse(['dev', ...ports])).toMatchObject([
    'stays',
    ['dev', { ports: { kafka: 9192, temporal: 7333, ui: 8333, metrics: 9564 } }],
  ]);
});

test('`sluice setup` makes no namespace unless told to.', async () => {
  const defaults = { ...COMMON, dryRun: false, createNamespace: false, namespaceRetentionMs: 259_200_000 };
  expect(await parse(['setup'])).toEqual(['answers', ['setup', defaults]]);
  const options = [
    '--create-namespace',
    '--namespace-retention',
    '24h',
    '--partitions',
    '3',
    '--replication-factor',
    '2',
  ];
  expect((await parse(['setup', ...options]))[1]).toMatchObject([
    'setup',
    { createNamespace: true, namespaceRetentionMs: 86_400_000, partitions: 3, replicationFactor: 2 },
  ]);
});

test('`sluice keys list` lists 50 parked keys unless told otherwise.', async () => {
  expect(await parse(['keys', 'list', ...ROUTE])).toEqual([
    'answers',
    ['list', { ...COMMON, route: 'main', status: 'parked', limit: 50, verbose: false }],
  ]);
  expect(await parse(['keys', 'list', ...ROUTE, '-s', 'held', '-l', '7'])).toEqual([
    'answers',
    ['list', { ...COMMON, route: 'main', status: 'held', limit: 7, verbose: false }],
  ]);
});

test.each([
  [['--key', 'a/b'], { kind: 'key', key: Buffer.from('a/b') }],
  [['--key', ''], { kind: 'key', key: Buffer.alloc(0) }],
  [['--key', '-5'], { kind: 'key', key: Buffer.from('-5') }],
  [['--key-base64', 'AP8='], { kind: 'key', key: Buffer.from([0, 255]) }],
  [['--key-base64', 'AP8'], { kind: 'key', key: Buffer.from([0, 255]) }],
  [['--null-key', '3'], { kind: 'null-key', number: 3 }],
  [['--lane', '31'], { kind: 'lane', lane: 31 }],
])('`sluice keys show` finds the key that %j names.', async (options, address) => {
  const [, call] = await parse(['keys', 'show', ...ROUTE, ...options]);
  expect(call).toMatchObject(['show', { route: 'main', address }]);
});

test('The commands retry and skip take the offset that the operator saw, as text.', async () => {
  const [, call] = await parse(['keys', 'skip', ...ROUTE, '-k', 'a', '--offset', '009007199254740993']);
  expect(call).toMatchObject(['act', 'skip', { offset: '9007199254740993' }]);
  expect((await parse(['keys', 'retry', ...ROUTE, '-k', 'a']))[1]).not.toHaveProperty([2, 'offset']);
});

test.each(['retry', 'skip', 'pause', 'resume'])(
  '`sluice keys %s` acts on one key, or on all that are selected.',
  async (verb) => {
    const [, one] = await parse(['keys', verb, ...ROUTE, '-k', 'a']);
    expect(one).toMatchObject(['act', verb, { route: 'main', address: { kind: 'key' } }]);
    const filters = ['--destination', 'ledger', '--error', 'timeout', '-s', 'parked', '--dry-run'];
    const [, all] = await parse(['keys', verb, '--all', ...filters]);
    expect(all).toEqual([
      'actOnAll',
      verb,
      { ...COMMON, destination: 'ledger', error: 'timeout', status: 'parked', dryRun: true },
    ]);
  },
);

test.each([
  ['keys', 'retry', ...ROUTE, '-k', 'a'],
  ['keys', 'pause', '--all'],
  ['keys', 'edit', ...ROUTE, '-k', 'a', '--value', '1'],
  ['agents', 'poll', '-a', 'items'],
  ['dead-letters', 'redrive', ...ROUTE, '--all'],
])('`sluice %s %s` waits for a worker for as long as it is told.', async (...line) => {
  const [, call] = await parse([...line, '--wait', '10m']);
  expect((call as readonly unknown[]).at(-1)).toMatchObject({ wait: 600_000 });
});

test('The command edit takes a value, headers again and again, and a confirmation.', async () => {
  const headers = ['--header', 'a=1', '--header', 'b=', '--remove-header', 'c'];
  const [, call] = await parse(['keys', 'edit', ...ROUTE, '-k', 'a', '--value', '{}', ...headers, '-y']);
  const header = [
    ['a', '1'],
    ['b', ''],
  ];
  expect(call).toMatchObject(['edit', { value: '{}', header, removeHeader: ['c'], yes: true }]);
});

test('The command restart waits half a minute unless told otherwise.', async () => {
  expect((await parse(['keys', 'restart', ...ROUTE, '-k', 'a']))[1]).toMatchObject(['restart', { timeoutMs: 30_000 }]);
  const [, call] = await parse(['keys', 'restart', ...ROUTE, '-k', 'a', '--timeout', '2m', '--yes']);
  expect(call).toMatchObject(['restart', { timeoutMs: 120_000, yes: true }]);
});

const LETTERS = ['dead-letters', 'redrive', ...ROUTE];

test('`sluice dead-letters list` lists 50 open letters, of those that the filters leave in.', async () => {
  const defaults = { ...COMMON, route: 'main', state: 'open', limit: 50, verbose: false };
  expect((await parse(['dead-letters', 'list', ...ROUTE]))[1]).toEqual(['list letters', defaults]);
  const filter = ['--cause', 'timeout', '--destination', 'api', '-k', 'a', '--since', '2026-01-01T00:00:00Z'];
  expect((await parse(['dead-letters', 'list', ...ROUTE, ...filter, '--page', '1/7']))[1]).toMatchObject([
    'list letters',
    {
      cause: 'timeout',
      destination: 'api',
      address: { kind: 'key', key: Buffer.from('a') },
      since: Date.UTC(2026, 0, 1),
      page: { partition: 1, offset: 7n },
    },
  ]);
});

test.each([
  [['--all'], { action: { kind: 'redrive' }, dryRun: false, limit: 10_000, timeoutMs: 30_000 }],
  [['--all', '--dry-run'], { action: { kind: 'redrive' }, dryRun: true }],
  [['--cause', 'timeout', '--skip'], { action: { kind: 'skip' }, cause: 'timeout' }],
  [['--letter', '0/9', '--edit', 'f'], { action: { kind: 'edit', file: 'f' }, letter: { partition: 0, offset: 9n } }],
])('`sluice dead-letters redrive` takes %j.', async (options, expected) => {
  expect((await parse([...LETTERS, ...options]))[1]).toMatchObject(['redrive', expected]);
});

test.each(['pause', 'resume'])('`sluice %s` names a route and waits half a minute.', async (name) => {
  expect(await parse([name, 'main'])).toEqual(['answers', [name, { ...COMMON, route: 'main', timeoutMs: 30_000 }]]);
});

test.each([
  [['--from', '17'], { kind: 'start', from: { offset: '17' }, newEffects: false, again: false }],
  [['--from', 'earliest', '--dry-run'], { kind: 'dry-run', from: { earliest: true } }],
  [['--from', '2026-11-22T20:00:00+02:00', '--new-effects'], { from: { timeMs: 1_795_370_400_000 }, newEffects: true }],
  [['--from', '17', '--topic', 't', '--partition', '3'], { topic: 't', partition: 3 }],
  [['--from', '17', '-k', 'a', '--yes'], { address: { kind: 'key' }, yes: true }],
  [['--continue', '-y'], { kind: 'continue', yes: true }],
  [['--cancel'], { kind: 'cancel' }],
])('A replay with %j is understood.', async (line, act) => {
  const [, call] = await parse(['replay', 'main', ...line]);
  expect(call).toMatchObject(['replay', { route: 'main', timeoutMs: 60_000, act }]);
});

test('A replay from a duration begins that long ago.', async () => {
  const [, call] = await parse(['replay', 'main', '--from', '2h']);
  const [, { act }] = call as readonly [string, { readonly act: { readonly from: { readonly timeMs: number } } }];
  expect(Math.abs(Date.now() - 7_200_000 - act.from.timeMs)).toBeLessThan(60_000);
});

test.each([
  ['a pause of no route', ['pause']],
  ['a replay from nowhere', ['replay', 'main']],
  ['a replay that is begun and cancelled', ['replay', 'main', '--from', '1', '--cancel']],
  ['a replay from a time without its zone', ['replay', 'main', '--from', '2026-11-22T20:00:00']],
  ['a replay from a day that is none', ['replay', 'main', '--from', '2026-13-41T20:00:00Z']],
  ['a replay of two keys', ['replay', 'main', '--from', '1', '-k', 'a', '--null-key', '1']],
  ['an unknown command', ['runn']],
  ['a retention of minutes', ['setup', '--namespace-retention', '5m']],
  ['a watch without a pause', ['status', '--watch', '0s']],
  ['a watch with too short a pause', ['status', '--watch', '100ms']],
  ['a watch for machines', ['status', '--watch', '--json']],
  ['no partitions', ['setup', '--partitions', '0']],
  ['no letter to redrive', LETTERS],
  ['a letter and all letters to redrive', [...LETTERS, '--all', '--letter', '0/1']],
  ['a key and all letters to redrive', [...LETTERS, '--all', '-k', 'a']],
  ['many letters to edit', [...LETTERS, '--all', '--edit', 'f']],
  ['a letter to edit and to skip', [...LETTERS, '--letter', '0/1', '--edit', 'f', '--skip']],
  ['a place that is none', [...LETTERS, '--letter', '7']],
  ['nothing that is exact', [...LETTERS, '--destination', 'ledger', '--exact']],
  ['a time that is none', [...LETTERS, '--since', 'lately']],
  ['an unknown option', ['run', '--jsn']],
  ['an argument too many', ['check', 'extra']],
  ['an option without its value', ['run', '-c']],
  ['no route', ['keys', 'show', '-k', 'a']],
  ['no key', ['keys', 'show', ...ROUTE]],
  ['two keys', ['keys', 'show', ...ROUTE, '-k', 'a', '--null-key', '1']],
  ['a lane to retry', ['keys', 'retry', ...ROUTE, '--lane', '1']],
  ['an unknown status', ['keys', 'list', ...ROUTE, '-s', 'stuck']],
  ['a limit of zero', ['keys', 'list', ...ROUTE, '-l', '0']],
  ['a limit beyond the bound', ['keys', 'list', ...ROUTE, '-l', '1001']],
  ['a negative partition', ['keys', 'show', ...ROUTE, '--null-key', '-1']],
  ['bytes that are not base64', ['keys', 'show', ...ROUTE, '--key-base64', 'a b']],
  ['an offset that is no number', ['keys', 'skip', ...ROUTE, '-k', 'a', '--offset', '1x']],
  ['no route for one key', ['keys', 'retry', '-k', 'a']],
  ['a key beside --all', ['keys', 'retry', '--all', '-k', 'a']],
  ['a filter without --all', ['keys', 'retry', ...ROUTE, '-k', 'a', '--destination', 'ledger']],
  ['an edit that changes nothing', ['keys', 'edit', ...ROUTE, '-k', 'a']],
  ['two values', ['keys', 'edit', ...ROUTE, '-k', 'a', '--value', '1', '--tombstone']],
  ['a header without a value', ['keys', 'edit', ...ROUTE, '-k', 'a', '--header', 'x']],
  ['a timeout without a unit', ['keys', 'restart', ...ROUTE, '-k', 'a', '--timeout', '5']],
])('A command line with %s is refused, and no command runs.', async (_fault, line) => {
  await expect(parse(line)).rejects.toMatchObject({ constructor: CommanderError, exitCode: 1 });
});
