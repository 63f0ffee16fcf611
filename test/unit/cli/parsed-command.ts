import type { Command } from 'commander';
import type { CommandResult } from '../../../src/cli/command/command';
import { buildProgram, type Commands } from '../../../src/cli/program';

const RESULT: CommandResult = { exitCode: 0, document: {} };
/** Parses a command line with commands that only note how they were called. */
export const parsedCommand = async (line: readonly string[]): Promise<readonly unknown[]> => {
  const calls: unknown[] = [];
  const note =
    (name: string) =>
    (...args: readonly unknown[]): Promise<CommandResult> => {
      calls.push([name, ...args.slice(0, -1)]);
      return Promise.resolve(RESULT);
    };
  const commands: Commands = {
    run: note('run'),
    dev: note('dev'),
    check: note('check'),
    status: note('status'),
    setup: note('setup'),
    bundle: note('bundle'),
    health: note('health'),
    completion: note('completion'),
    console: note('console'),
    pause: note('pause'),
    resume: note('resume'),
    replay: note('replay'),
    rehost: note('rehost'),
    keys: {
      list: note('list'),
      show: note('show'),
      act: note('act'),
      actOnAll: note('actOnAll'),
      edit: note('edit'),
      restart: note('restart'),
      restartAll: note('restart all'),
    },
    deadLetters: { list: note('list letters'), show: note('show letter'), redrive: note('redrive') },
    agents: {
      list: note('list agents'),
      show: note('show agent'),
      create: note('create'),
      act: note('act on agent'),
      setCursor: note('set cursor'),
      restart: note('restart agents'),
    },
  };
  const program = buildProgram(commands, async (_options, kind, command) => {
    calls.push(kind);
    await command(undefined as never);
  });
  const quiet = (command: Command): void => {
    command.configureOutput({ writeErr: () => undefined, writeOut: () => undefined }).exitOverride();
    command.commands.forEach(quiet);
  };
  quiet(program);
  await program.parseAsync(line, { from: 'user' });
  return calls;
};
