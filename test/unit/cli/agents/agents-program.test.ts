import { CommanderError } from 'commander';
import { parsedCommand } from '../parsed-command';

/** Parses what follows `sluice agents`, with commands that only note how they were called. */
const parse = (line: readonly string[]): Promise<readonly unknown[]> => parsedCommand(['agents', ...line]);

const COMMON = { config: 'gateway.config.ts', json: false };
const AGENT = ['-a', 'readings', '-n', 'press-7'];

test('`sluice agents list` lists 50 agents of all definitions unless told otherwise.', async () => {
  const defaults = { ...COMMON, status: 'all', limit: 50, verbose: false };
  expect(await parse(['list'])).toEqual(['answers', ['list agents', defaults]]);
  const line = ['-a', 'readings', '-s', 'retrying', '-l', '7', '--page', 'x'];
  expect((await parse(['list', ...line]))[1]).toEqual([
    'list agents',
    { ...COMMON, agents: 'readings', status: 'retrying', limit: 7, page: 'x', verbose: false },
  ]);
});

test.each(['remove', 'pause', 'resume', 'poll'])('`sluice agents %s` names an agent.', async (verb) => {
  const options = { ...COMMON, agents: 'readings', name: 'press-7' };
  expect((await parse([verb, ...AGENT]))[1]).toEqual(['act on agent', verb, options]);
});

test('A command on the one agent of a definition needs no name.', async () => {
  expect((await parse(['show', '-a', 'rates']))[1]).toEqual(['show agent', { ...COMMON, agents: 'rates' }]);
});

test('An agent is created with parameters as typed.', async () => {
  const [, call] = await parse(['create', ...AGENT, '-p', 'address=10.0.0.7', '-p', 'note=a=b']);
  const param = [
    ['address', '10.0.0.7'],
    ['note', 'a=b'],
  ];
  expect(call).toMatchObject(['create', { agents: 'readings', name: 'press-7', param }]);
});

test.each([
  [['--cursor', '{"page":7}'], { cursor: { page: 7 }, forget: false }],
  [['--cursor', 'null', '--forget'], { cursor: null, forget: true }],
  [['--none'], { forget: false }],
])('`sluice agents set-cursor` takes %j.', async (options, expected) => {
  const named = { ...COMMON, agents: 'readings', name: 'press-7' };
  expect((await parse(['set-cursor', ...AGENT, ...options]))[1]).toEqual(['set cursor', { ...named, ...expected }]);
});

test.each([
  ['no agent to create', ['create', '-a', 'readings']],
  ['no agent to remove', ['remove', '-a', 'readings']],
  ['no definition of agents', ['poll', '-n', 'press-7']],
  ['a name that no agent has', ['show', '-a', 'readings', '-n', 'a/b']],
  ['a parameter without a value', ['create', ...AGENT, '-p', 'address']],
  ['an unknown status of agents', ['list', '-s', 'parked']],
  ['no cursor', ['set-cursor', ...AGENT]],
  ['a cursor and none', ['set-cursor', ...AGENT, '--cursor', '1', '--none']],
  ['a cursor that is no JSON', ['set-cursor', ...AGENT, '--cursor', '{page:7}']],
  ['a cursor that JavaScript would change', ['set-cursor', ...AGENT, '--cursor', '[9007199254740993]']],
])('A command line with %s is refused, and no command runs.', async (_fault, line) => {
  const refusal = parse(line);
  await expect(refusal).rejects.toBeInstanceOf(CommanderError);
  await expect(refusal).rejects.toMatchObject({ exitCode: 1 });
});

test('Closed hosts are restarted with what they had, unless told otherwise.', async () => {
  const options = { ...COMMON, agents: 'readings' };
  expect((await parse(['restart', '-a', 'readings']))[1]).toEqual(['restart agents', { ...options, empty: false }]);
  expect((await parse(['restart', '-a', 'readings', '--empty']))[1]).toEqual([
    'restart agents',
    { ...options, empty: true },
  ]);
});
