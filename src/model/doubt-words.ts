import type { UnknownOutcome } from './contract/unknown-outcome';

const CAUSES: Partial<Record<UnknownOutcome['cause'], string>> = {
  timeout: 'no answer came in time',
  network: 'the connection broke',
  'response-unreadable': 'its answer could not be read',
  'http-status': 'the API failed while it was at it',
  'worker-lost': 'its worker was lost',
  'callback-timeout': 'its callback did not come in time',
  stopped: 'its worker stopped',
  replayed: 'its record was handled before this replay',
};

/** Says in words for an operator what may have happened. */
export const doubtWords = ({ step, destination, since, cause }: UnknownOutcome): string => {
  const what = step === undefined ? 'A call' : `Step ${step}`;
  const where = destination === undefined ? '' : ` at ${destination}`;
  const at = new Date(since).toISOString();
  if (cause === 'done-before') return `${what}${where} was done at ${at}.`;
  return `${what}${where} may have had its effect at ${at} (${CAUSES[cause] ?? cause}).`;
};
