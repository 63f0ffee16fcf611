import { againWords } from '../../model/doubts/doubt-words';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import { repeatsEffects } from '../../model/records/repeats-effects';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import type { StoredLetter } from './stored-letter';

type Letter = Pick<StoredLetter, 'doubts' | 'done' | 'revision' | 'cause' | 'stream' | 'timestamp'>;

/** How letters come back: as they were, under new idempotency keys, or with another value. */
export type RedriveKind = 'redrive' | 'new-effect' | 'edit';

/** Causes for which no handler has run. */
const BEFORE_HANDLERS: ReadonlySet<string> = new Set(['undecodable', 'record-gone']);

/** What the calls of a letter's record have done, as far as the letter tells, or may have done. */
export const doneOrDoubtful = ({ doubts, done = [] }: Pick<Letter, 'doubts' | 'done'>): readonly UnknownOutcome[] => {
  const undone = doubts.filter(({ step }) => step === undefined || !done.some((one) => one.step === step));
  return [...done, ...undone];
};

/** True if nobody knows what the record's handler had done: an older version wrote the letter. */
export const tellsNothingOfDone = (
  { done, cause }: Pick<Letter, 'done' | 'cause'>,
  { deliver, publish }: Pick<ResolvedRoute, 'deliver' | 'publish'>,
): boolean => done === undefined && deliver === undefined && publish === undefined && !BEFORE_HANDLERS.has(cause);

/** Why the letter may come back in that way only if the operator is sure (I12); undefined if it may. */
export const doneAgain = (letter: Letter, kind: RedriveKind, route: ResolvedRoute): string | undefined => {
  const { done = [], revision, stream, timestamp } = letter;
  // A record that was edited after some of its calls had another key for them: redriven, it makes them under its own.
  const renewed = kind === 'redrive' ? done.filter((one) => (one.revision ?? 0) !== revision) : doneOrDoubtful(letter);
  const [first] = renewed;
  if (first !== undefined) return againWords(WORDS[kind], first);
  if (kind !== 'redrive' && repeatsEffects(stream)) {
    return againWords(WORDS[kind], { since: timestamp, cause: 'replayed' });
  }
  if (kind === 'redrive' || !tellsNothingOfDone(letter, route)) return undefined;
  return `${WORDS[kind]} would do again what its handler had done: an older version wrote the letter and did not say. Look at the APIs; with --yes it is sent all the same.`;
};

const WORDS = {
  redrive: 'The record as it is now',
  'new-effect': 'A new effect',
  edit: 'An edited record',
} as const;
