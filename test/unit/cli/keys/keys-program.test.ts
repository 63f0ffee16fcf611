import { Command } from 'commander';
import { addKeys, type KeysCommands } from '../../../../src/cli/keys/keys-program';
import type { CommandResult } from '../../../../src/cli/command/command';

const RESULT: CommandResult = { exitCode: 0, document: {} };

/** Parses a command line below `sluice keys restart` and returns what was called with which options. */
const parse = async (...line: readonly string[]): Promise<readonly unknown[]> => {
  const calls: unknown[] = [];
  const note =
    (name: string) =>
    (options: unknown): Promise<CommandResult> => {
      calls.push(name, options);
      return Promise.resolve(RESULT);
    };
  const handlers = { restart: note('restart'), restartAll: note('restart all') } as unknown as KeysCommands;
  const program = new Command();
  addKeys(program, handlers, async (_options, _kind, command) => {
    await command(undefined as never);
  });
  const quiet = (command: Command): void => {
    command.configureOutput({ writeErr: () => undefined }).exitOverride();
    command.commands.forEach(quiet);
  };
  quiet(program);
  await program.parseAsync(['keys', 'restart', ...line], { from: 'user' });
  return calls;
};

const COMMON = { config: 'gateway.config.ts', json: false, timeoutMs: 30_000 };

test('All closed keys of all routes are listed unless told which, and restarted only with --yes.', async () => {
  const listed = { ...COMMON, dryRun: false, yes: false };
  expect(await parse('--all')).toEqual(['restart all', listed]);
  expect(await parse('--all', '-y', '-r', 'main', '--destination', 'api')).toEqual([
    'restart all',
    { ...listed, yes: true, route: 'main', destination: 'api' },
  ]);
  expect(await parse('--all', '--dry-run')).toEqual(['restart all', { ...listed, dryRun: true }]);
});

test('One key is restarted by its name, and where its run cannot tell what it has done, only with --yes.', async () => {
  const one = { ...COMMON, route: 'main', address: { kind: 'key', key: Buffer.from('a') } };
  expect(await parse('-r', 'main', '-k', 'a')).toEqual(['restart', { ...one, yes: false }]);
  expect(await parse('-r', 'main', '-k', 'a', '--yes')).toEqual(['restart', { ...one, yes: true }]);
});

test.each([
  [['--all', '-k', 'a'], '--all cannot be combined with a key'],
  [['--all', '--lane', '1'], '--all cannot be combined with a key'],
  [['-r', 'main', '-k', 'a', '--dry-run'], '--destination and --dry-run can be given with --all only'],
  [['-r', 'main', '-k', 'a', '--destination', 'api'], '--destination and --dry-run can be given with --all only'],
  [['-k', 'a'], "required option '-r, --route <name>' not specified"],
  [['-r', 'main'], 'expected exactly one of'],
])('The command restart refuses options that would have no effect: %j.', async (line, words) => {
  await expect(parse(...line)).rejects.toThrow(words);
});
