import type { Environment } from '../config/connections/environment';
import type { Log } from '../log';
import type { ExitCode } from './exit-codes';
import type { StopSignals } from './gateway/stop-signals';

/** Options of every command. */
export interface CommonOptions {
  readonly config: string;
  readonly json: boolean;
}

export interface CommandResult {
  readonly exitCode: ExitCode;
  /** What `--json` prints as the last line of stdout, beside `ok`. */
  readonly document: Readonly<Record<string, unknown>>;
}

/** All that a command may touch of the process. */
export interface CommandContext {
  readonly env: Environment;
  readonly log: Log;
  /** Text for people on stdout; nothing with `--json`. */
  readonly print: (text: string) => void;
  /** Begins to listen for SIGTERM and SIGINT; only for commands that stay. */
  readonly stopSignals: () => StopSignals;
}

/** What a command does, beside its words in a `*-program` file. */
export type Handler<Options> = (options: Options, context: CommandContext) => Promise<CommandResult>;
