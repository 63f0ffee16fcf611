import { setTimeout as delay } from 'node:timers/promises';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { routeFailures } from '../../operations/routes/route-state';
import { connectedEachTime, type EngineAccess } from '../../operations/engine-access';
import { keptEngines } from '../../operations/kept-engines';
import { gatewayStatus, isKnown, type GatewayStatus, type TemporalHalf } from '../../operations/status/gateway-status';
import type { CommandContext, CommandResult, CommonOptions } from '../command/command';
import { EXIT_CODES, type ExitCode } from '../command/exit-codes';
import { loadedConfig } from '../command/running-engines';
import { statusReport } from './status-report';

export interface StatusOptions extends CommonOptions {
  /** Milliseconds between two looks; absent to look once. */
  readonly watch?: number;
  /** A second line for each key. */
  readonly verbose: boolean;
  /** Say by the exit code also whether keys need somebody. */
  readonly exitCode: boolean;
}

/** Keys that do not go on before somebody has done something: paused ones are meant to stand. */
const NEEDS_SOMEBODY: ReadonlySet<string> = new Set(['parked', 'held']);

/** Nothing in a workflow that was closed, or that cannot run, goes on by itself either. */
const needsSomebody = ({ census, routes, agents, failing }: TemporalHalf): boolean =>
  census.rows.some(({ status }) => NEEDS_SOMEBODY.has(status)) ||
  census.closed.size > 0 ||
  agents.some(({ closed }) => closed > 0) ||
  [failing, ...Array.from(routes.values(), (route) => route.failing)].some(({ ids }) => ids.length > 0);

export const statusExitCode = (
  { temporal, kafka }: GatewayStatus,
  { exitCode: ofKeys }: Pick<StatusOptions, 'exitCode'>,
  now: number,
): ExitCode => {
  if (!isKnown(temporal)) return EXIT_CODES.engineUnreachable;
  const failed = Array.from(temporal.routes.values()).some(({ control }) => routeFailures(control, now).length > 0);
  if (!isKnown(kafka) || failed) return EXIT_CODES.problem;
  return ofKeys && needsSomebody(temporal) ? EXIT_CODES.needsSomebody : EXIT_CODES.done;
};

const looked = async (
  config: ResolvedConfig,
  engines: EngineAccess,
  options: StatusOptions,
  { width }: CommandContext,
): Promise<CommandResult & { readonly text: string }> => {
  const status = await gatewayStatus(config, engines);
  const now = Date.now();
  return {
    ...statusReport(config, status, { now, width, verbose: options.verbose }),
    exitCode: statusExitCode(status, options, now),
  };
};

/** Looks again and again until a signal comes. */
const watched = async (
  config: ResolvedConfig,
  everyMs: number,
  options: StatusOptions,
  context: CommandContext,
): Promise<CommandResult> => {
  const signals = context.stopSignals();
  const stop = new AbortController();
  void signals.first.then(() => {
    stop.abort();
  });
  const ended = signals.first.then(() => undefined);
  const engines = keptEngines(connectedEachTime(config, context.log));
  while (!stop.signal.aborted) {
    const result = await Promise.race([looked(config, engines, options, context), ended]);
    if (result === undefined) break;
    context.clear();
    context.print(`${new Date().toISOString()}, every ${everyMs / 1_000} s; Ctrl-C ends\n${result.text}`);
    await delay(everyMs, undefined, { signal: stop.signal }).catch(() => undefined);
  }
  signals.dispose();
  await engines.close();
  return { exitCode: EXIT_CODES.done, document: {} };
};

/** `sluice status`: shows each route from outside, whether or not a gateway runs. */
export const statusCommand = async (options: StatusOptions, context: CommandContext): Promise<CommandResult> => {
  const config = await loadedConfig(options, context);
  if (options.watch !== undefined) return watched(config, options.watch, options, context);
  const { text, ...result } = await looked(config, connectedEachTime(config, context.log), options, context);
  context.print(text);
  return result;
};
