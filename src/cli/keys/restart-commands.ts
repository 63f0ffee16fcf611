// `sluice keys restart`, of one key and with `--all`.
import { keyTarget } from '../../operations/keys/key-target';
import { restartKey } from '../../operations/keys/restart-key';
import { restartKeys, type RestartOutcome } from '../../operations/keys/restart-keys';
import { routeNamed } from '../../operations/named';
import { defined } from '../../model/defined';
import { terminalText } from '../../terminal-text';
import type { CommandContext, CommandResult, CommonOptions } from '../command/command';
import { EXIT_CODES, type ExitCode } from '../command/exit-codes';
import { withClient } from '../command/with-client';
import type { KeyOptions } from './keys-commands';

export interface RestartOptions extends KeyOptions {
  readonly timeoutMs: number;
  /** Restart it also if the closed run cannot tell what it has done. */
  readonly yes: boolean;
}
export interface RestartAllOptions extends CommonOptions {
  /** Undefined for all routes. */
  readonly route?: string;
  readonly destination?: string;
  readonly dryRun: boolean;
  /** Without it, the command shows what it would do. */
  readonly yes: boolean;
  readonly timeoutMs: number;
}

/** The document lists this many failures; the lines for people name all. */
const MAX_LISTED_FAILURES = 100;

export const restartKeyCommand = (options: RestartOptions, context: CommandContext): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const target = keyTarget(config, options.route, options.address);
    const restarted = await restartKey(client, config, target, options.timeoutMs, options.yes);
    context.print(
      restarted.changed
        ? `${restarted.workflowId} is running again (run ${restarted.runId}), continued from run ${restarted.closedRunId} (${restarted.closedStatus}).`
        : `${restarted.workflowId} is running (run ${restarted.runId}): there is nothing to restart.`,
    );
    return { exitCode: EXIT_CODES.done, document: { route: options.route, ...restarted } };
  });

const outcomeLine = ({ workflowId, closedStatus, outcome, message }: RestartOutcome): string => {
  const words = outcome === 'found' ? 'closed' : outcome;
  const why = message === undefined ? '' : `: ${terminalText(message)}`;
  return `${words.padEnd(11)}${terminalText(workflowId)} (${closedStatus})${why}`;
};

/** What was found is on the screen when an operator is asked. */
const isWanted = async (count: number, { ask }: CommandContext): Promise<boolean> =>
  count > 0 && ask !== undefined && (await ask(`keys restart --all: ${count} in all. Go on? [y/N] `));

type Summary = Awaited<ReturnType<typeof restartKeys>>;

const summaryLine = ({ matched, done, unchanged, failed }: Summary, dryRun: boolean, unconfirmed: boolean): string =>
  dryRun
    ? `Closed workflows: ${matched}. Nothing was changed${unconfirmed ? ': --yes restarts them' : ''}.`
    : `Closed workflows: ${matched}; done ${done}, unchanged ${unchanged}, failed ${failed}.`;

const exitCodeFor = ({ failed }: Summary, unconfirmed: boolean, { ask }: CommandContext): ExitCode => {
  if (unconfirmed && ask === undefined) return EXIT_CODES.usage;
  return failed > 0 || unconfirmed ? EXIT_CODES.problem : EXIT_CODES.done;
};

export const restartAllKeysCommand = (options: RestartAllOptions, context: CommandContext): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const { route, destination, yes, timeoutMs } = options;
    const wanted = !options.dryRun && !yes;
    const failures: object[] = [];
    const request = {
      routes: route === undefined ? config.routes : [routeNamed(config, route)],
      withinMs: timeoutMs,
      ...defined({ destination }),
    };
    const shown = new Set<string>();
    const restart = (dryRun: boolean): ReturnType<typeof restartKeys> =>
      restartKeys(client, config, { ...request, dryRun, ...(dryRun || !wanted ? {} : { only: shown }) }, (outcome) => {
        context.print(outcomeLine(outcome));
        const { route: name, workflowId, message } = outcome;
        if (dryRun) shown.add(workflowId);
        if (outcome.outcome !== 'failed' || failures.length >= MAX_LISTED_FAILURES) return;
        failures.push({ route: name, workflowId, message });
      });
    const found = wanted ? await restart(true) : undefined;
    const agreed = found === undefined || (await isWanted(found.matched, context));
    const dryRun = options.dryRun || !agreed;
    const summary = dryRun && found !== undefined ? found : await restart(dryRun);
    const unconfirmed = !agreed && summary.matched > 0;
    context.print(summaryLine(summary, dryRun, unconfirmed));
    return { exitCode: exitCodeFor(summary, unconfirmed, context), document: { dryRun, ...summary, failures } };
  });
