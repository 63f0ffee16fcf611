import { variableOf } from '../../config/environment/environment';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { listenAddress, listenText, LOOPBACK, type ListenAddress } from '../../config/telemetry/listen-address';
import { errorText, GatewayError } from '../../errors';
import type { HealthReport } from '../../telemetry/health';
import { terminalText } from '../../terminal-text';
import type { CommandContext, CommandResult, CommonOptions } from '../command/command';
import { USUAL_CONFIG } from '../command/common-options';
import { errorCode, EXIT_CODES } from '../command/exit-codes';
import { devEnvironment, loadedConfig } from '../command/running-engines';

const TIMEOUT_MS = 3_000;
const ALL_ADDRESSES: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

export interface HealthOptions extends CommonOptions {
  readonly ready: boolean;
  /** host:port, or a port of loopback. */
  readonly at?: string;
}

/** `sluice health`: the probe of a container whose image has no other HTTP client. */
export const healthCommand = async (options: HealthOptions, context: CommandContext): Promise<CommandResult> => {
  const { ready } = options;
  const { print } = context;
  const url = `http://${listenText(reached(await addressOf(options, context)))}/${ready ? 'readyz' : 'healthz'}`;
  const report = await asked(url);
  if (report.healthy) print(ready ? 'The gateway takes records.' : 'The gateway works.');
  for (const { part, problem } of report.problems) print(terminalText(`${part}: ${problem}`));
  return { exitCode: report.healthy ? EXIT_CODES.done : EXIT_CODES.problem, document: { ...report } };
};

/** The config is read last: a probe runs every few seconds, and reading TypeScript takes it longer than asking. */
const addressOf = async ({ at, ...options }: HealthOptions, context: CommandContext): Promise<ListenAddress> => {
  const { env, dev } = context;
  const said = at ?? variableOf(env, 'SLUICE_METRICS_LISTEN') ?? dev?.health;
  const found = said === undefined ? (await configured(options, context))?.metrics : listenAddress(said);
  if (found !== undefined && found.port !== 0) return found;
  const got = said === undefined ? 'none' : JSON.stringify(said);
  const message = `Expected the address at which the gateway serves its health, as 'host:port', in --at, SLUICE_METRICS_LISTEN or metrics.listen of the config, got ${got}.`;
  throw new GatewayError('config-invalid', message);
};

/** Undefined if there is no config: whoever has named none may have none. */
const configured = async (options: CommonOptions, context: CommandContext): Promise<ResolvedConfig | undefined> => {
  try {
    return await loadedConfig(options, { ...context, env: devEnvironment(context.env) });
  } catch (error) {
    if (options.config === USUAL_CONFIG && errorCode(error) === 'config-not-found') return undefined;
    throw error;
  }
};

/** Whoever listens on all addresses listens on loopback, too. */
const reached = ({ host, port }: ListenAddress): ListenAddress => ({
  host: ALL_ADDRESSES.has(host) ? LOOPBACK : host,
  port,
});

/** What the system says of a connection that failed, where `fetch` says only that it did. */
const causeText = (error: unknown): string =>
  errorText(typeof error === 'object' && error !== null && 'cause' in error ? error.cause : error);

const asked = async (url: string): Promise<HealthReport> => {
  let body: unknown;
  try {
    body = await (await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })).json();
  } catch (error) {
    const message = `No gateway answered at ${url}: ${causeText(error)}. Does it run, with metrics.listen set to that?`;
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
