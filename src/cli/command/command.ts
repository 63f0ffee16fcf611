import type { Environment } from '../../config/environment/environment';
import type { RunningDev } from '../../engines/running-dev';
import type { Log } from '../../log';
import type { LogFormat } from './log-format';
import type { MeantEngines } from './meant-engines';
import type { ExitCode } from './exit-codes';
import type { StopSignals } from './stop-signals';

/** Options of every command. */
export interface CommonOptions {
  readonly config: string;
  readonly json: boolean;
  /** Absent for what LOG_FORMAT says, or what fits where the log goes. */
  readonly logFormat?: LogFormat;
}

export interface CommandResult {
  readonly exitCode: ExitCode;
  /** What `--json` prints as the last line of stdout, beside `ok`. */
  readonly document: Readonly<Record<string, unknown>>;
}

/** Everything of the process that a command may touch. */
export interface CommandContext {
  readonly env: Environment;
  /** The engines of a running `sluice dev` that the command means. */
  readonly dev?: RunningDev;
  /** One that runs, and the variables because of which the command does not mean it. */
  readonly passed?: NonNullable<MeantEngines['passed']>;
  readonly log: Log;
  /** Prints text for people to stdout; with `--json` it prints nothing. */
  readonly print: (text: string) => void;
  /** With `--json` prints a document at once, before the last one; otherwise it prints nothing. */
  readonly announce: (document: Readonly<Record<string, unknown>>) => void;
  /** Columns of the terminal, or 80. */
  readonly width: number;
  /** Empties the screen of a terminal; elsewhere and with `--json` it does nothing. */
  readonly clear: () => void;
  /** Keeps these texts out of the log and of errors. */
  readonly hide: (secrets: readonly string[], files: readonly string[]) => void;
  /** Asks an operator at a terminal; absent where there is none. */
  readonly ask?: (question: string) => Promise<boolean>;
  /** Starts listening for SIGTERM and SIGINT; only for commands that keep running. */
  readonly stopSignals: () => StopSignals;
}

/** What a command does; a `*-program` file has its options and help texts. */
export type Handler<Options> = (options: Options, context: CommandContext) => Promise<CommandResult>;
