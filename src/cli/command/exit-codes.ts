import { GATEWAY_ERROR_CODES, type GatewayErrorCode } from '../../errors';

/** The exit codes of the process. docs/commands.md has the same table; a unit test compares them. */
export const EXIT_CODES = {
  done: 0,
  problem: 1,
  usage: 2,
  configInvalid: 3,
  engineUnreachable: 4,
  gatewayFailed: 5,
  drainTimeout: 6,
  notYet: 7,
  needsSomebody: 8,
  closedBySigint: 130,
  closedBySigterm: 143,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

export const EXIT_CODE_WORDS: Readonly<Record<keyof typeof EXIT_CODES, string>> = {
  done: 'The command is done; for `run`, `bridge`, `worker` and `dev`: the gateway drained after the first SIGTERM or SIGINT.',
  problem: 'A problem was found (`check`, `status`), or the command failed.',
  usage: 'The command line is wrong, names something that is not there, or lacks a confirmation (`--yes`).',
  configInvalid: 'The configuration is missing or invalid.',
  engineUnreachable: 'Kafka or Temporal did not answer at the start.',
  gatewayFailed:
    'The gateway failed for good while it ran: its worker ended, or the keys of all its routes are now hosted otherwise.',
  drainTimeout: 'Work under way did not finish within `gracePeriod`. Nothing is lost.',
  notYet:
    'No worker has answered a command yet. It is carried out if one starts before the time named, and withdrawn by itself after it.',
  needsSomebody:
    'Only `status --exit-code`: keys are parked or held, or workflows were closed or cannot run, and wait for somebody.',
  closedBySigint: 'A second signal, SIGINT, closed the gateway at once. Nothing is lost.',
  closedBySigterm: 'A second signal, SIGTERM, closed the gateway at once. Nothing is lost.',
};

const BY_CODE: Partial<Record<GatewayErrorCode, ExitCode>> = {
  'unknown-name': EXIT_CODES.usage,
  'config-invalid': EXIT_CODES.configInvalid,
  'config-not-found': EXIT_CODES.configInvalid,
  'hosting-changed': EXIT_CODES.configInvalid,
  'kafka-unreachable': EXIT_CODES.engineUnreachable,
  'temporal-unreachable': EXIT_CODES.engineUnreachable,
  'engine-missing': EXIT_CODES.engineUnreachable,
  'engine-failed': EXIT_CODES.engineUnreachable,
  'kafka-crashed': EXIT_CODES.gatewayFailed,
  'offset-out-of-range': EXIT_CODES.gatewayFailed,
  'stream-changed': EXIT_CODES.gatewayFailed,
  'log-truncated': EXIT_CODES.gatewayFailed,
  'codec-unknown': EXIT_CODES.gatewayFailed,
  'drain-timeout': EXIT_CODES.drainTimeout,
  'under-way': EXIT_CODES.notYet,
  unconfirmed: EXIT_CODES.usage,
};

/** The code of a GatewayError from any realm; undefined for anything else. */
export const errorCode = (error: unknown): GatewayErrorCode | undefined => {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return GATEWAY_ERROR_CODES.find((known) => known === code);
};

/** What `--json` says of a command that is under way. */
export const underWayOf = (error: unknown): { readonly underWay?: { readonly until: string } } => {
  const until: unknown = typeof error === 'object' && error !== null && 'until' in error ? error.until : undefined;
  return errorCode(error) === 'under-way' && typeof until === 'string' ? { underWay: { until } } : {};
};

/** The exit code if a command, or the start of a gateway, fails with this error. */
export const exitCodeOf = (error: unknown): ExitCode => {
  const code = errorCode(error);
  return (code === undefined ? undefined : BY_CODE[code]) ?? EXIT_CODES.problem;
};
