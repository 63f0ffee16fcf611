#!/usr/bin/env node
// The process around the commands: the only place that reads argv, listens for signals and ends the process.
import { CommanderError } from 'commander';
import { errorText } from '../errors';
import { actOnAllKeys, actOnKey, editKeyCommand } from './act-on-keys';
import * as agents from './agents-commands';
import { bundleCommand } from './bundle-command';
import { checkCommand } from './check-command';
import type { CommandContext } from './command';
import type { Execute } from './common-options';
import { listLettersCommand, showLetterCommand } from './dead-letters-commands';
import { devCommand } from './dev-command';
import { exitCodeOf } from './exit-code-of';
import { EXIT_CODES, type ExitCode } from './exit-codes';
import * as keys from './keys-commands';
import { createLog, logLevel } from './logger';
import { Output } from './output';
import { buildProgram, type Commands } from './program';
import { redriveLettersCommand } from './redrive-command';
import { replayCommand } from './replay-command';
import { pauseCommand, resumeCommand } from './route-commands';
import { runCommand } from './run-command';
import { setupCommand } from './setup-command';
import { statusCommand } from './status-command';
import { StopSignals } from './stop-signals';

const COMMANDS: Commands = {
  run: runCommand,
  dev: devCommand,
  check: checkCommand,
  status: statusCommand,
  setup: setupCommand,
  bundle: bundleCommand,
  pause: pauseCommand,
  resume: resumeCommand,
  replay: replayCommand,
  keys: {
    list: keys.listKeysCommand,
    show: keys.showKeyCommand,
    act: actOnKey,
    actOnAll: actOnAllKeys,
    edit: editKeyCommand,
    restart: keys.restartKeyCommand,
  },
  deadLetters: { list: listLettersCommand, show: showLetterCommand, redrive: redriveLettersCommand },
  agents: {
    list: agents.listAgentsCommand,
    show: agents.showAgentCommand,
    create: agents.createAgentCommand,
    act: agents.actOnAgent,
    setCursor: agents.setCursorCommand,
  },
};

const outputFor = (json: boolean): Output => new Output(json, process.stdout, process.stderr);

/** Writes are done before the process ends; what still holds it open (sockets, native threads) does not matter. */
const end = (code: ExitCode): void => {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
};

const execute: Execute = async (options, kind, command) => {
  const output = outputFor(options.json);
  try {
    const log = createLog(logLevel(process.env, kind === 'stays' ? 'info' : 'error'), process.stderr);
    const stopSignals = (): StopSignals => new StopSignals(process);
    const context: CommandContext = { env: process.env, log, print: output.print, stopSignals };
    process.on('uncaughtException', (error) => {
      log.error({ stack: error.stack }, `unexpected: ${errorText(error)}`);
      end(kind === 'stays' ? EXIT_CODES.gatewayFailed : EXIT_CODES.problem);
    });
    const result = await command(context);
    output.result(result);
    end(result.exitCode);
  } catch (error) {
    output.failure(error);
    end(exitCodeOf(error));
  }
};

const main = async (argv: readonly string[]): Promise<void> => {
  try {
    await buildProgram(COMMANDS, execute).parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) outputFor(argv.includes('--json')).usage(error.message);
    end(error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.usage);
  }
};

void main(process.argv);
