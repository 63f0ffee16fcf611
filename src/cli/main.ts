#!/usr/bin/env node
// The process around the commands: only this file reads argv, listens for signals and ends the process.
import './compile-cache';
import { CommanderError } from 'commander';
import { errorText } from '../errors';
import { runningDev } from '../engines/running-dev';
import { askAtTerminal } from './command/ask-at-terminal';
import type { CommandContext } from './command/command';
import { COMMANDS } from './commands';
import { calledAs } from './command/called-as';
import { USUAL_CONFIG, type Execute } from './command/common-options';
import { exitCodeOf, EXIT_CODES, type ExitCode } from './command/exit-codes';
import { logFormat } from './command/log-format';
import { createLog, logLevel } from './logger';
import { MaskedStream } from './masked-stream';
import { Output } from './output';
import { buildProgram } from './program';
import { meantEngines, ofDev, type MeantEngines } from './command/meant-engines';
import { typedCommands } from './command/typed-commands';
import { StopSignals } from './command/stop-signals';

const stderr = new MaskedStream(process.stderr);
const columns = (): number => (process.stdout.isTTY ? process.stdout.columns : 80);
const { argv, argv0, execArgv, env } = process;
const program = calledAs({ argv, argv0, execArgv, env, cwd: process.cwd() });
/** Has commands typed as this one was, with its configuration. */
const typedAs = (config: string | undefined): ((text: string) => string) => {
  const named = config === USUAL_CONFIG ? undefined : config;
  return (text) => typedCommands(text, { program, config: named, width: columns() });
};
const outputFor = (json: boolean, config?: string): Output => new Output(json, process.stdout, stderr, typedAs(config));

/** Ends the process once its writes are done; what else holds it open (sockets, native threads) does not matter. */
const end = (code: ExitCode): void => {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
};

/** The engines that a command means which names none: those of a `sluice dev` or demo of its config. */
const meantBy = ({ config }: Parameters<Execute>[0]): MeantEngines =>
  config === undefined ? {} : meantEngines(process.env, () => runningDev(config));

const atTerminal = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

const execute: Execute = async (options, kind, command) => {
  const output = outputFor(options.json, options.config);
  const ask = (question: string): Promise<boolean> =>
    askAtTerminal(typedAs(options.config)(question), process.stdin, process.stderr);
  try {
    const level = logLevel(process.env, kind === 'answers' ? 'error' : 'info');
    const log = createLog(level, options.logFormat ?? logFormat(process.env, stderr.isTTY), stderr);
    const stopSignals = (): StopSignals => new StopSignals(process);
    const meant = kind === 'stays' ? {} : meantBy(options);
    if (meant.dev !== undefined) stderr.write(`sluice: using the running ${ofDev(meant.dev)}.\n`);
    const context: CommandContext = {
      ...{
        env: process.env,
        log,
        print: output.print,
        clear: output.clear,
        announce: output.announce,
        width: columns(),
        hide: stderr.hide,
        stopSignals,
      },
      ...meant,
      ...(options.json || !atTerminal() ? {} : { ask }),
    };
    process.on('uncaughtException', (error) => {
      log.error({ stack: error.stack }, `unexpected: ${errorText(error)}`);
      end(kind === 'answers' ? EXIT_CODES.problem : EXIT_CODES.gatewayFailed);
    });
    const result = await command(context);
    output.result(result);
    end(result.exitCode);
  } catch (error) {
    output.failure(error);
    end(exitCodeOf(error));
  }
};

const main = async (): Promise<void> => {
  try {
    await buildProgram(COMMANDS, execute, program).parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) outputFor(argv.includes('--json')).usage(error.message);
    end(error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.usage);
  }
};

void main();
