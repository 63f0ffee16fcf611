// `sluice keys retry`, `skip`, `pause` and `resume` with `--all` act on every key that a selection finds.
import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import {
  BULK_STATUSES,
  commandKeys,
  type BulkOutcome,
  type BulkRequest,
  type BulkSummary,
  type BulkVerb,
} from '../../operations/keys/command-keys';
import type { KeyFilter } from '../../operations/keys/key-filter';
import { findNearMisses, type NearMiss } from '../../operations/keys/near-misses';
import { assertFilters, routeNamed } from '../../operations/named';
import { newEffectWords } from '../../operations/keys/new-effect-words';
import type { Patience } from '../../operations/until-answered';
import { defined } from '../../model/defined';
import { wholeCommands } from '../../operations/keys/whole-commands';
import { terminalText } from '../../terminal-text';
import type { CommandContext, CommandResult, CommonOptions } from '../command/command';
import { confirm, SAMPLE, type Meant } from '../command/confirm';
import { EXIT_CODES, type ExitCode } from '../command/exit-codes';
import { withClient } from '../command/with-client';
import { withPatience } from '../command/with-patience';
import type { RetryOptions } from './act-on-keys';
import { keyLine } from './key-lines';
import { nearMissLines } from './near-miss-lines';
import { keyTable } from './key-table';

export interface AllKeysOptions extends CommonOptions, RetryOptions {
  /** Undefined for all routes. */
  readonly route?: string;
  readonly status?: KeyFilter;
  readonly destination?: string;
  readonly error?: string;
  readonly exact?: boolean;
  readonly dryRun: boolean;
}
const OUTCOMES: Readonly<Record<BulkOutcome['outcome'], string>> = {
  found: 'found',
  done: 'done',
  unchanged: 'unchanged',
  underWay: 'under way',
  failed: 'failed',
};

/** The document lists this many failures; the lines for people name all. */
const MAX_LISTED_FAILURES = 100;

/** Those that a dry run has described, by route; the others are only counted. */
const foundLines = (
  found: readonly BulkOutcome[],
  { routes }: ResolvedConfig,
  matched: number,
  width: number,
): readonly string[] => {
  const tables = routes.flatMap(({ name, topics }) => {
    const keys = found.filter(({ route }) => route === name).map(({ key }) => key);
    const shown = { now: Date.now(), width, verbose: false, topics: topics.length > 1 };
    return keys.length === 0 ? [] : [{ name, lines: keyTable(keys, shown) }];
  });
  const more = matched - found.length;
  return [
    ...tables.flatMap(({ name, lines }) => (tables.length > 1 ? [`route ${name}`, ...lines] : lines)),
    ...(more > 0 ? [`... and ${more} more`] : []),
  ];
};

/** What an operator is asked about, and `shown` is what it is bound to. */
const meantKeys = async (
  client: Client,
  config: ResolvedConfig,
  request: BulkRequest,
  shown: Set<string>,
  width: number,
): Promise<Meant> => {
  const found: BulkOutcome[] = [];
  const { matched } = await commandKeys(client, config, { ...request, shown, dryRun: true }, (one) => {
    if (found.length < SAMPLE) found.push(one);
  });
  return { count: matched, sample: foundLines(found, config, found.length, width), named: found.length };
};

const summaryLines = (
  { matched, done, unchanged, underWay, failed, perhapsDone, unseen = 0 }: BulkSummary,
  dryRun: boolean,
  { signal }: Patience,
): readonly string[] => [
  dryRun
    ? `Keys that match: ${matched}. Nothing was changed.`
    : `Keys that match: ${matched}; done ${done}, unchanged ${unchanged}, under way ${underWay}, failed ${failed}.`,
  ...(perhapsDone > 0 ? [`Of those done, ${perhapsDone} may have had their effects before.`] : []),
  ...(unseen > 0 ? [`Keys that have come to match since: ${unseen}. Nothing was done to them: look again.`] : []),
  ...(signal?.aborted === true ? ['Stopped: nothing was done to keys that are not counted here.'] : []),
];

/** How keys may stand so that it makes sense to give them the command. */
const SENSIBLE: Readonly<Record<BulkVerb, readonly KeyFilter[]>> = {
  retry: ['parked', 'retrying', 'postponed'],
  skip: ['parked', 'retrying', 'postponed', 'paused'],
  pause: ['parked', 'retrying', 'postponed'],
  resume: ['paused'],
};

/** Where keys are that stand otherwise than was selected; whoever selects nothing is answered. */
const misses = async (
  verb: BulkVerb,
  { routes, statuses, destination, error, exact }: BulkRequest,
  client: Client,
  config: ResolvedConfig,
): Promise<readonly NearMiss[]> => {
  if ((destination ?? error) === undefined && statuses === BULK_STATUSES[verb]) return [];
  const near = await findNearMisses(client, config, routes, statuses, defined({ destination, error, exact }));
  return near.filter(({ selection }) => SENSIBLE[verb].includes(selection.status));
};

const commandOf = (verb: BulkVerb, { route, newEffect = false }: AllKeysOptions): string =>
  `keys ${verb} --all${route === undefined ? '' : ` -r ${route}`}${newEffect ? ' --new-effect' : ''}`;

const bulkExitCode = ({ failed, underWay }: BulkSummary): ExitCode => {
  if (failed > 0) return EXIT_CODES.problem;
  return underWay > 0 ? EXIT_CODES.notYet : EXIT_CODES.done;
};

export const actOnAllKeys = (
  verb: BulkVerb,
  options: AllKeysOptions,
  context: CommandContext,
): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const { route, status, destination, error, exact, dryRun, newEffect = false, yes: sure = false } = options;
    assertFilters(config, options);
    const failures: object[] = [];
    const found: BulkOutcome[] = [];
    const report = (done: BulkOutcome): void => {
      const { route: name, key, outcome, message } = done;
      if (outcome === 'found') found.push(done);
      if (message !== undefined)
        context.print(
          `${OUTCOMES[outcome].padEnd(11)}${keyLine(key)}: ${wholeCommands(terminalText(message), key.workflowId, key.chain)}`,
        );
      if (outcome !== 'failed' || failures.length >= MAX_LISTED_FAILURES) return;
      failures.push({ route: name, workflowId: key.workflowId, chain: key.chain, message });
    };
    const request = {
      verb,
      routes: route === undefined ? config.routes : [routeNamed(config, route)],
      statuses: status === undefined ? BULK_STATUSES[verb] : [status],
      dryRun,
      ...(newEffect ? { newEffect: { sure } } : {}),
      ...defined({ destination, error, exact }),
    };
    const shown = new Set<string>();
    const notes = newEffectWords(newEffect, request.routes);
    if (!dryRun) {
      const question = { what: `keys ${verb} --all${newEffect ? ' --new-effect' : ''}`, look: '--dry-run', notes };
      await confirm(options, context, question, () => meantKeys(client, config, request, shown, context.width));
    }
    const only = dryRun || sure ? {} : { only: shown };
    return withPatience(options, context, async (patience) => {
      const summary = await commandKeys(client, config, { ...request, ...only, patience }, report);
      const near =
        summary.matched > 0 || patience.signal?.aborted === true ? [] : await misses(verb, request, client, config);
      if (dryRun) for (const line of foundLines(found, config, summary.matched, context.width)) context.print(line);
      for (const line of [...summaryLines(summary, dryRun, patience), ...notes]) context.print(line);
      for (const line of nearMissLines(near, commandOf(verb, options))) context.print(line);
      return { exitCode: bulkExitCode(summary), document: { dryRun, ...summary, failures } };
    });
  });
