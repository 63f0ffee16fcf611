import type { ResolvedRoute } from '../../config/route/resolved-route';
import type { LetterPage } from '../../operations/dead-letters/letter-log';
import type { LetterState } from '../../operations/dead-letters/stored-letter';
import type { CommandContext, CommandResult } from '../command/command';
import { EXIT_CODES } from '../command/exit-codes';
import { placeText, withLetters, type ListLettersOptions, type ShowLetterOptions } from './letter-context';
import { letterDocument, shownLetterText } from './letter-lines';
import { missedLetterLines } from './missed-letter-lines';
import { letterTable } from './letter-table';

const NONE = new Map<LetterState, number>();
const ALL: ReadonlySet<LetterState> = new Set(['open', 'redriven', 'dismissed']);
/** The longest part of a value that is shown. */
const MAX_VALUE_BYTES = 65_536;

/** `sluice dead-letters list` */
export const listLettersCommand = (options: ListLettersOptions, context: CommandContext): Promise<CommandResult> =>
  withLetters(
    options,
    context,
    async ({ route, filter, letters }) => {
      const states = options.state === 'all' ? ALL : new Set([options.state]);
      const page = await letters.page(filter, states, options.limit, options.page);
      const view = { now: Date.now(), width: context.width, verbose: options.verbose, topics: route.topics.length > 1 };
      for (const line of letterTable(page.letters, view)) context.print(line);
      const kind = options.state === 'all' ? '' : `${options.state} `;
      if (page.letters.length === 0) {
        context.print(`Route ${route.name} has no ${kind}dead letters that match.`);
        const others = options.page === undefined ? await letters.count(filter) : NONE;
        for (const line of missedLetterLines(options, others)) context.print(line);
      }
      if (page.next !== undefined)
        context.print(`There are more letters: continue with --page ${placeText(page.next)}`);
      return listed(route, page);
    },
    ({ route }) => listed(route, { letters: [], next: undefined }),
  );

const listed = ({ name, deadLetterTopic }: ResolvedRoute, { letters, next }: LetterPage): CommandResult => ({
  exitCode: EXIT_CODES.done,
  document: {
    route: name,
    topic: deadLetterTopic,
    letters: letters.map(letterDocument),
    ...(next === undefined ? {} : { nextPage: placeText(next) }),
  },
});

/** `sluice dead-letters show` */
export const showLetterCommand = (options: ShowLetterOptions, context: CommandContext): Promise<CommandResult> =>
  withLetters(options, context, async ({ route, letters }) => {
    const letter = await letters.letter(options.letter);
    context.print(shownLetterText(letter, MAX_VALUE_BYTES));
    const { value, headers } = letter.original;
    return {
      exitCode: EXIT_CODES.done,
      document: {
        route: route.name,
        topic: route.deadLetterTopic,
        ...letterDocument(letter),
        idempotencyKey: letter.idempotencyKey,
        headers: headers.map(([name, content]) => ({ name, base64: content?.toString('base64') ?? null })),
        valueBase64: value?.subarray(0, MAX_VALUE_BYTES).toString('base64') ?? null,
        valueCut: (value?.length ?? 0) > MAX_VALUE_BYTES,
      },
    };
  });
