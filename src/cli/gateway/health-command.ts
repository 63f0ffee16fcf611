import { metricsSettings } from '../../config/telemetry/metrics-options';
import { errorText, GatewayError } from '../../errors';
import type { HealthReport } from '../../telemetry/health';
import { terminalText } from '../../terminal-text';
import type { CommandContext, CommandResult } from '../command/command';
import { EXIT_CODES } from '../command/exit-codes';

const TIMEOUT_MS = 3_000;
/** Whoever listens on all addresses listens on loopback, too. */
const ALL_ADDRESSES: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

export interface HealthOptions {
  readonly ready: boolean;
  /** host:port, or a port of loopback; by default what SLUICE_METRICS_LISTEN says. */
  readonly at?: string;
}

/** `sluice health`: the probe of a container whose image has no other HTTP client. It reads no configuration. */
export const healthCommand = async (
  { ready, at }: HealthOptions,
  { env, print }: CommandContext,
): Promise<CommandResult> => {
  const url = `http://${addressOf(at, env)}/${ready ? 'readyz' : 'healthz'}`;
  const report = await asked(url);
  if (report.healthy) print(ready ? 'The gateway takes records.' : 'The gateway works.');
  for (const { part, problem } of report.problems) print(terminalText(`${part}: ${problem}`));
  return { exitCode: report.healthy ? EXIT_CODES.done : EXIT_CODES.problem, document: { ...report } };
};

const addressOf = (at: string | undefined, env: CommandContext['env']): string => {
  const { value, problems } = metricsSettings({}, at === undefined ? env : { SLUICE_METRICS_LISTEN: at });
  if (value === undefined || problems.length > 0) {
    const message =
      "Expected the address at which the gateway serves its health, as 'host:port', in --at or " +
      'SLUICE_METRICS_LISTEN, got ' +
      (problems[0]?.got ?? 'none') +
      '.';
    throw new GatewayError('config-invalid', message);
  }
  const host = ALL_ADDRESSES.has(value.host) ? '127.0.0.1' : value.host;
  return host.includes(':') ? `[${host}]:${value.port}` : `${host}:${value.port}`;
};

const asked = async (url: string): Promise<HealthReport> => {
  let body: unknown;
  try {
    body = await (await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })).json();
  } catch (error) {
    const message = `No gateway answered at ${url}: ${errorText(error)}. Does it run, with metrics.listen set to that?`;
    throw new GatewayError('no-answer', message, { cause: error });
  }
  if (isReport(body)) return body;
  throw new GatewayError('no-answer', `What answers at ${url} is no Sluice.`);
};

const isReport = (body: unknown): body is HealthReport =>
  typeof body === 'object' &&
  body !== null &&
  'healthy' in body &&
  typeof body.healthy === 'boolean' &&
  'problems' in body &&
  Array.isArray(body.problems) &&
  body.problems.every(
    (one: unknown) =>
      typeof one === 'object' &&
      one !== null &&
      typeof (one as { readonly part?: unknown }).part === 'string' &&
      typeof (one as { readonly problem?: unknown }).problem === 'string',
  );
