import { Command, CommanderError } from 'commander';
import { addConsole } from '../../../../src/cli/console/console-program';
import { consoleToken } from '../../../../src/cli/console/console-token';

const parse = async (...args: readonly string[]): Promise<unknown> => {
  let found: unknown;
  const program = new Command().exitOverride();
  addConsole(
    program,
    (options) => {
      found = options;
      return Promise.resolve({ exitCode: 0, document: {} });
    },
    async (_options, _kind, command) => {
      await command(undefined as never);
    },
  );
  for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => undefined });
  await program.parseAsync(['console', ...args], { from: 'user' });
  return found;
};

test('The console listens on loopback unless the command line says otherwise.', async () => {
  expect(await parse()).toMatchObject({ allowRemote: [], metrics: [] });
  expect(await parse('--listen', '9000')).toMatchObject({ listen: { host: '127.0.0.1', port: 9000 } });
  expect(
    await parse(
      '--listen',
      '[::1]:0',
      '--allow-remote',
      'a.example:443',
      '--allow-remote',
      '[::1]',
      '--metrics',
      '9464',
    ),
  ).toMatchObject({
    listen: { host: '::1', port: 0 },
    allowRemote: ['a.example:443', '[::1]'],
    metrics: ['127.0.0.1:9464'],
  });
});

test.each([
  ['--listen', '70000'],
  ['--listen', 'a b:1'],
  ['--allow-remote', 'https://a.example'],
  ['--allow-remote', 'a.example/path'],
  ['--metrics', 'http://127.0.0.1:1'],
])('The command line %s %s is wrong.', async (...args) => {
  await expect(parse(...args)).rejects.toThrow(CommanderError);
});

test('A token that the environment gives is long, or it is refused without being shown.', () => {
  expect(consoleToken({})).toBeUndefined();
  expect(consoleToken({ SLUICE_CONSOLE_TOKEN: 'x'.repeat(32) })).toBe('x'.repeat(32));
  for (const token of ['short-canary', `canary ${'x'.repeat(32)}`, `canary\n${'x'.repeat(32)}`]) {
    expect(() => consoleToken({ SLUICE_CONSOLE_TOKEN: token })).toThrow(/^(?!.*canary)SLUICE_CONSOLE_TOKEN: expected/);
  }
});
