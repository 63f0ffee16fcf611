import { GATEWAY_ERROR_CODES, type GatewayErrorCode } from '../errors';
import { EXIT_CODES, type ExitCode } from './exit-codes';

const BY_CODE: Partial<Record<GatewayErrorCode, ExitCode>> = {
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
};

/** The code of a GatewayError, whichever realm it comes from; undefined for anything else. */
export const errorCode = (error: unknown): GatewayErrorCode | undefined => {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return GATEWAY_ERROR_CODES.find((known) => known === code);
};

/** What the process ends with when a command, or the start of a gateway, fails with this error. */
export const exitCodeOf = (error: unknown): ExitCode => {
  const code = errorCode(error);
  return (code === undefined ? undefined : BY_CODE[code]) ?? EXIT_CODES.problem;
};
