import { editLetter } from '../../operations/dead-letters/edit-letter';
import { LetterScribe } from '../../operations/dead-letters/letter-scribe';
import { LetterRedrive, type RedriveDeps, type RefusedLetter } from '../../operations/dead-letters/redrive-letters';
import { planRedrive } from '../../operations/dead-letters/redrive-plan';
import {
  letterName,
  withoutPayload,
  type LetterState,
  type StoredLetter,
} from '../../operations/dead-letters/stored-letter';
import { GatewayError } from '../../errors';
import { doneAgain, doneOrDoubtful, tellsNothingOfDone } from '../../operations/dead-letters/done-again';
import { withTemporalClient } from '../../operations/temporal-access';
import { plural } from '../../terminal-text';
import type { CommandContext, CommandResult } from '../command/command';
import { confirm, SAMPLE } from '../command/confirm';
import { EXIT_CODES, type ExitCode } from '../command/exit-codes';
import { withPatience } from '../command/with-patience';
import { defined } from '../../model/defined';
import { withLetters, type Opened, type RedriveOptions } from './letter-context';
import { doubtLine, letterDocument, plannedDocument, plannedLine } from './letter-lines';
import { letterTable } from './letter-table';

const OPEN: ReadonlySet<LetterState> = new Set(['open']);
/** The maximum number of refusals, or of warnings, reported one by one. */
const MAX_REFUSALS = 100;

interface Selected {
  readonly letters: readonly StoredLetter[];
  /** Letters that were named but are already done with. */
  readonly done: number;
  readonly more: boolean;
}

const select = async ({ filter, letters }: Opened, options: RedriveOptions): Promise<Selected> => {
  if (options.letter === undefined) {
    const page = await letters.page(filter, OPEN, options.limit);
    return { letters: page.letters, done: 0, more: page.next !== undefined };
  }
  const letter = withoutPayload(await letters.letter(options.letter));
  return letter.state === 'open' ? { letters: [letter], done: 0, more: false } : { letters: [], done: 1, more: false };
};

/** Tells of the letters whose records have had their effects before, or may have had them. */
const warn = (letters: readonly StoredLetter[], { print }: CommandContext): void => {
  const doubtful = letters.filter((letter) => doneOrDoubtful(letter).length > 0);
  for (const letter of doubtful.slice(0, MAX_REFUSALS)) print(doubtLine(letter));
  if (doubtful.length > 0)
    print(`Look at the API: ${plural(doubtful.length, 'letter')} had effects before, or may have had them.`);
};

const warnOfRedriven = ({ route }: RedriveDeps, letters: readonly StoredLetter[], context: CommandContext): void => {
  warn(letters, context);
  const untold = letters.filter((letter) => tellsNothingOfDone(letter, route)).length;
  if (untold === 0) return;
  const words = 'what their handlers had done is made again under its keys';
  context.print(`${plural(untold, 'letter')} of an older version: ${words}.`);
};

const tableOf = (letters: readonly StoredLetter[], { route }: Opened, { width }: CommandContext): readonly string[] =>
  letterTable(letters, { now: Date.now(), width, verbose: false, topics: route.topics.length > 1 });

const dismiss = async (
  opened: Opened,
  selected: Selected,
  dryRun: boolean,
  context: CommandContext,
): Promise<CommandResult> => {
  const { config, route } = opened;
  const { letters: shown, more } = selected;
  // Somebody may have redriven some of them while an operator was asked.
  const letters = await opened.letters.stillOpen(shown);
  const done = selected.done + shown.length - letters.length;
  if (dryRun) {
    for (const line of tableOf(letters, opened, context)) context.print(line);
    context.print(`${plural(letters.length, 'letter')} would be dismissed; nothing was changed.`);
    const document = { route: route.name, dryRun, dismiss: letters.map(letterDocument), done, more };
    return { exitCode: EXIT_CODES.done, document };
  }
  const scribe = await LetterScribe.open(config.kafka, route.deadLetterTopic, context.log);
  try {
    await scribe.mark(letters, 'dismissed');
  } finally {
    await scribe.close();
  }
  context.print(`${plural(letters.length, 'letter')} dismissed.`);
  warn(letters, context);
  if (done > 0) context.print(`${plural(done, 'letter')} had been redriven or dismissed before.`);
  return { exitCode: EXIT_CODES.done, document: { route: route.name, dismissed: letters.length, done, more } };
};

const plan = async (deps: RedriveDeps, selected: Selected, context: CommandContext): Promise<CommandResult> => {
  const keys = await planRedrive(deps, selected.letters);
  for (const key of keys) context.print(plannedLine(key));
  const words = `${plural(selected.letters.length, 'letter')} of ${plural(keys.length, 'key')} would be redriven; nothing was changed.`;
  context.print(words);
  warnOfRedriven(deps, selected.letters, context);
  const { done, more } = selected;
  return {
    exitCode: EXIT_CODES.done,
    document: { route: deps.route.name, dryRun: true, plan: keys.map(plannedDocument), done, more },
  };
};

const isUnderWay = ({ until }: RefusedLetter): boolean => until !== undefined;

const tellRefused = (refused: readonly RefusedLetter[], { print }: CommandContext): ExitCode => {
  for (const { letter, message } of refused.slice(0, MAX_REFUSALS)) {
    print(`${letterName(letter)} was not redriven: ${message}`);
  }
  const underWay = refused.filter(isUnderWay).length;
  const failed = refused.length - underWay;
  if (failed > 0) print(`${plural(failed, 'letter')} not redriven.`);
  if (underWay > 0) print(`${plural(underWay, 'letter')} under way.`);
  if (failed > 0) return EXIT_CODES.problem;
  return underWay > 0 ? EXIT_CODES.notYet : EXIT_CODES.done;
};

const redrive = async (
  opened: Opened,
  deps: RedriveDeps,
  selected: Selected,
  options: RedriveOptions,
  context: CommandContext,
): Promise<CommandResult> => {
  const { action, letter } = options;
  // An edit is written to the topic before its letter is sent, so the question comes first.
  const [again] =
    action.kind === 'edit' ? selected.letters.flatMap((one) => doneAgain(one, 'edit', deps.route) ?? []) : [];
  if (again !== undefined && !deps.sure) throw new GatewayError('refused', again);
  const edit =
    action.kind === 'edit' && letter !== undefined && selected.letters.length > 0
      ? await editLetter(opened, letter, action.file, context.log)
      : undefined;
  const { redriven, refused } = await new LetterRedrive(deps).run(selected.letters, edit);
  const fresh = redriven.filter(({ place }) => place !== 'known');
  context.print(`${plural(fresh.length, 'letter')} redriven.`);
  warnOfRedriven(
    deps,
    fresh.map(({ letter: one }) => one),
    context,
  );
  const known = redriven.length - fresh.length + selected.done;
  if (known > 0) context.print(`${plural(known, 'letter')} had been redriven or dismissed before.`);
  const exitCode = tellRefused(refused, context);
  if (selected.more) context.print('There are more such letters: run the command again, or raise --limit.');
  return {
    exitCode,
    document: {
      route: deps.route.name,
      redriven: fresh.length,
      done: known,
      refused: refused
        .slice(0, MAX_REFUSALS)
        .map(({ letter: one, message, until }) => ({ letter: letterName(one), message, ...defined({ until }) })),
      refusedCount: refused.length,
      underWay: refused.filter(isUnderWay).length,
      more: selected.more,
    },
  };
};

/** One letter is redriven as its name says; what is done to many, or for good, is asked for. */
const confirmRedrive = async (
  opened: Opened,
  { letters }: Selected,
  options: RedriveOptions,
  context: CommandContext,
): Promise<void> => {
  const { letter, action, newEffect = false } = options;
  if (letter !== undefined && action.kind !== 'skip' && !newEffect) return;
  const flags = action.kind === 'skip' ? ' --skip' : newEffect ? ' --new-effect' : '';
  await confirm(options, context, { what: `dead-letters redrive${flags}`, look: '--dry-run' }, () =>
    Promise.resolve({
      count: letters.length,
      sample: tableOf(letters.slice(0, SAMPLE), opened, context),
      named: Math.min(letters.length, SAMPLE),
    }),
  );
};

/** `sluice dead-letters redrive` */
export const redriveLettersCommand = (options: RedriveOptions, context: CommandContext): Promise<CommandResult> =>
  withLetters(options, context, async (opened) => {
    const selected = await select(opened, options);
    if (!options.dryRun) await confirmRedrive(opened, selected, options, context);
    if (options.action.kind === 'skip') return dismiss(opened, selected, options.dryRun, context);
    return withTemporalClient(opened.config, (client) => {
      const { newEffect = false, yes: sure = false, timeoutMs: waitMs } = options;
      return withPatience(options, context, (patience) => {
        const deps: RedriveDeps = {
          client,
          ...opened,
          log: context.log,
          waitMs,
          patience,
          sure,
          ...(newEffect ? { newEffect } : {}),
        };
        return options.dryRun ? plan(deps, selected, context) : redrive(opened, deps, selected, options, context);
      });
    });
  });
