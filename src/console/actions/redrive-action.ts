import { doneAgain, doneOrDoubtful } from '../../operations/dead-letters/done-again';
import { LetterLog } from '../../operations/dead-letters/letter-log';
import { LetterRedrive, type RedriveDeps } from '../../operations/dead-letters/redrive-letters';
import { planRedrive } from '../../operations/dead-letters/redrive-plan';
import { letterName, withoutPayload, type StoredLetter } from '../../operations/dead-letters/stored-letter';
import { keyText } from '../../operations/keys/key-text';
import { assertFilters, routeNamed } from '../../operations/named';
import { wholeCommands } from '../../operations/keys/whole-commands';
import { GatewayError } from '../../errors';
import { defined } from '../../model/defined';
import { doubtWords } from '../../model/doubts/doubt-words';
import { plural, terminalText } from '../../terminal-text';
import { letterPlace } from '../answers/letters-answer';
import type { Agreed, Planned } from '../port/console-port';
import type { Action, Outcome } from '../wire/actions';
import type { ActionWorld } from './action-world';

export type RedriveAction = Extract<Action, { readonly verb: 'redrive' }>;

/** As many at once as a page shows several times over; the rest is redriven next. */
const LETTERS = 1_000;
const SHOWN = 20;
const WAIT_MS = 60_000;
const OPEN = new Set(['open'] as const);

const selected = async (letters: LetterLog, asked: RedriveAction['letters']): Promise<readonly StoredLetter[]> => {
  const { letter, cause, destination } = asked;
  if (letter === undefined) return (await letters.page(defined({ cause, destination }), OPEN, LETTERS)).letters;
  const one = withoutPayload(await letters.letter(letterPlace(letter)));
  return one.state === 'open' ? [one] : [];
};

const withLetters = async <T>(
  { config, client, log }: ActionWorld,
  { route: name, letters: asked, newEffect = false }: RedriveAction,
  sure: boolean,
  work: (deps: RedriveDeps, chosen: readonly StoredLetter[]) => Promise<T>,
): Promise<T> => {
  const route = routeNamed(config, name);
  assertFilters(config, defined({ destination: asked.destination, error: asked.cause }));
  const letters = await LetterLog.open(config, route, log);
  try {
    const effect = newEffect ? { newEffect: true as const } : {};
    const deps: RedriveDeps = { client, config, route, letters, log, waitMs: WAIT_MS, sure, ...effect };
    return await work(deps, await selected(letters, asked));
  } finally {
    await letters.close();
  }
};

export const planLetters = (world: ActionWorld, action: RedriveAction): Promise<Planned> =>
  withLetters(world, action, false, async (deps, letters) => {
    const keys = await planRedrive(deps, letters);
    const kind = action.newEffect === true ? 'new-effect' : 'redrive';
    const doubtful = letters.filter((letter) => doneOrDoubtful(letter).length > 0);
    const asking = letters.filter((letter) => doneAgain(letter, kind, deps.route) !== undefined);
    return {
      words: `Redrive ${plural(letters.length, 'dead letter')} of ${plural(keys.length, 'key')}.`,
      matched: letters.length,
      shown: new Set(letters.map(letterName)),
      lines: keys
        .slice(0, SHOWN)
        .map((key) => `${keyText(key.letters[0]?.chain)}: ${key.letters.map(letterName).join(', ')}`),
      warnings: [
        ...keys
          .filter(({ place }) => place === 'closed' || place === 'unknown')
          .slice(0, SHOWN)
          .map(({ place, workflowId, letters: [first] }) =>
            place === 'closed'
              ? wholeCommands(
                  `${keyText(first?.chain)} was closed: \`sluice keys restart\` continues it.`,
                  workflowId,
                  first?.chain,
                )
              : `${keyText(first?.chain)} does not answer. Is a worker of the gateway running?`,
          ),
        ...doubtful.slice(0, SHOWN).flatMap((letter) =>
          doneOrDoubtful(letter)
            .slice(0, 1)
            .map((doubt) => `${letterName(letter)}: ${terminalText(doubtWords(doubt))}`),
        ),
      ],
      ...(asking.length > 0 ? { asksSure: true as const } : {}),
    };
  });

/** @throws GatewayError `unconfirmed` if other letters match by now than those an operator has agreed to. */
export const redriveLetters = (
  world: ActionWorld,
  action: RedriveAction,
  { shown }: Agreed,
  sure: boolean,
): Promise<Outcome> =>
  withLetters(world, action, sure, async (deps, letters) => {
    const others = letters.filter((letter) => shown?.has(letterName(letter)) === false).length;
    if (others > 0) {
      const message = `The dead letters have changed since: ${plural(others, 'letter')} not shown before. Nothing was done.`;
      throw new GatewayError('unconfirmed', message);
    }
    const { redriven, refused } = await new LetterRedrive(deps).run(letters);
    const fresh = redriven.filter(({ place }) => place !== 'known').length;
    return {
      words: `${plural(fresh, 'letter')} redriven, ${redriven.length - fresh} known already, ${refused.length} not redriven.`,
      lines: refused.slice(0, SHOWN).map(({ letter, message }) => `${letterName(letter)}: ${terminalText(message)}`),
      ok: refused.length === 0,
    };
  });
