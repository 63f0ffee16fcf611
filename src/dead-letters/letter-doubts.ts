import type { UnknownOutcome } from '../model/contract/unknown-outcome';
import { defined } from '../model/defined';
import { fewDoubts, MOST_DOUBTS } from '../model/doubts/unknown-outcomes';

const NAME = /^[\w.-]{1,64}$/;

/** What a letter says of calls that may have had their effects, in its form for a header; '' if there are none. */
export const writtenDoubts = (doubts: readonly UnknownOutcome[] = []): string =>
  doubts.length === 0 ? '' : JSON.stringify(fewDoubts(doubts));

/** The same of the calls that are done; '[]' if there are none, because letters of older versions say nothing of them. */
export const writtenDone = (done: readonly UnknownOutcome[] | undefined): string =>
  done === undefined ? '' : JSON.stringify(fewDoubts(done));

/** Reads that form back. What is not in it is left out. */
export const readDoubts = (text: string): readonly UnknownOutcome[] => {
  let parsed: unknown;
  try {
    parsed = text === '' ? [] : JSON.parse(text);
  } catch {
    return [];
  }
  return Array.isArray(parsed) ? parsed.slice(0, MOST_DOUBTS).flatMap((one: unknown) => doubtOf(one) ?? []) : [];
};

const doubtOf = (value: unknown): UnknownOutcome | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const since = count(fields['since']);
  const cause = name(fields['cause']) as UnknownOutcome['cause'] | undefined;
  if (since === undefined || cause === undefined) return undefined;
  return {
    since,
    cause,
    ...defined({
      step: name(fields['step']),
      destination: name(fields['destination']),
      request: name(fields['request']),
      sentAs: name(fields['sentAs']),
      answered: fields['answered'] === true ? true : undefined,
      revision: count(fields['revision']),
    }),
  };
};

const name = (value: unknown): string | undefined =>
  typeof value === 'string' && NAME.test(value) ? value : undefined;

/** At most what a date can hold. */
const count = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= 8.64e15 ? value : undefined;
