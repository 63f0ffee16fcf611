// What an API may answer behind the end of its list. Whatever else it answers there may hide a page that it has, so that it
// is told.
import type { ResolvedCountPaging, ResolvedHttpPoll } from '../../config/agent/resolved-http-poll';
import type { EffectResponse } from '../../model/contract/effect-response';
import { PollFailure } from './poll-failure';
import { pollBody } from './poll-items';
import type { Position } from './poll-position';

/**
 * Refusals of a place. All others may be of the call, such as those of credentials, a plan, a proxy, a lock, time and rate
 * (420, 430 and 499 are in use, too): a page that the API has may stand there.
 */
const OF_THE_PLACE: readonly number[] = [400, 404, 410, 416, 422];
/** So far behind a place that nothing is there, in pages. */
const FAR = 1_000;

/** True if the API says that there is no such page: it refuses the place, or leads elsewhere. */
export const saysNoPage = (error: unknown): boolean => {
  const { status = 0 } = error as { readonly status?: number };
  return (status >= 300 && status <= 399) || OF_THE_PLACE.includes(status);
};

/**
 * What an answer says in words in the place of a list, apart from its numbers; undefined if it has a list, or if
 * something is wrong with it. Whether such words mean the end is told by what the API answers far behind it.
 */
export const wordsOf = (
  response: EffectResponse,
  { baseUrl, items: path }: Pick<ResolvedHttpPoll, 'baseUrl' | 'items'>,
): string | undefined => {
  const { data } = response;
  if (typeof data === 'string' && response.source === undefined) {
    const isJson = data.trim() === '' || /^\s*[[{]/.test(data);
    return isJson ? undefined : withoutNumbers(data);
  }
  const body = pollBody(response, baseUrl !== undefined);
  if (body === undefined || body.at('errors') !== undefined) return undefined;
  const found = path === undefined ? body : body.at(path);
  const isPage = found?.value === null || Array.isArray(found?.value);
  return isPage ? undefined : withoutNumbers(JSON.stringify(body.value));
};

const withoutNumbers = (words: string): string => words.replaceAll(/\d+/g, '0');

/** A place where nothing is, unless the place itself is far from the end. */
export const farBehind = ({ kind, limit, start }: ResolvedCountPaging, at: Position): Position =>
  kind === 'page' ? { page: (at.page ?? start) + FAR } : { offset: (at.offset ?? start) + FAR * limit };

/** The failure of a look, which is that of the poll: a page that the API has may stand there. */
export const lookFailure = (error: unknown, at: Position): Error => {
  const { message, failure, terminal = false, retryAfterMs } = error as Partial<PollFailure> & { message: string };
  const words = `Whether there are others behind the items that were read (at ${JSON.stringify(at).slice(0, 200)}) is not known: ${message}`;
  return new PollFailure({ code: 'poll-failed', ...failure, message: words }, { terminal, retryAfterMs });
};
