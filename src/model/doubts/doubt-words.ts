import type { UnknownOutcome } from '../contract/unknown-outcome';
import { isoTime } from '../iso-time';

const CAUSES: Partial<Record<UnknownOutcome['cause'], string>> = {
  timeout: 'no answer came in time',
  network: 'the connection broke',
  'response-unreadable': 'its answer could not be read',
  'http-status': 'the API failed while it was at it',
  'worker-lost': 'its worker was lost',
  'callback-timeout': 'its callback did not come in time',
  stopped: 'its worker stopped',
  replayed: 'its record was handled before this replay',
  'response-too-large': 'its answer was too large to be kept',
  'answer-dropped': 'it was done, and its answer was dropped to make room',
};

/** Says in words for an operator what may have happened. */
export const doubtWords = ({ step, destination, since, cause }: UnknownOutcome): string => {
  const what = step === undefined ? 'A call' : `Step ${step}`;
  const where = destination === undefined ? '' : ` at ${destination}`;
  const at = timeWords(since);
  if (cause === 'child-begun') return `The child of step ${step ?? ''} was begun.`;
  if (cause === 'done-before') return `${what}${where} was done ${at}.`;
  return `${what}${where} may have had its effect ${at} (${CAUSES[cause] ?? cause}).`;
};

/** A time that no date can have comes from a stranger, and must not end whoever reads it. */
const timeWords = (since: number): string => {
  const time = since === 0 ? undefined : isoTime(since);
  return time === undefined ? 'at an unknown time' : `at ${time}`;
};

/** Says to an operator why something needs a confirmation that would do again, under another key, what is in doubt. */
export const againWords = (
  what: 'A new effect' | 'An edited record' | 'The record as it is now',
  doubt: UnknownOutcome,
): string =>
  doubt.cause === 'done-before' || doubt.cause === 'child-begun'
    ? `${what} would do it again. ${doubtWords(doubt)} With --yes it is sent all the same.`
    : `${what} would do it again if it has happened. ${doubtWords(doubt)} Look at the API; with --yes it is sent all the same.`;
