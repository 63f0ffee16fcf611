import type { ResolvedCursorPaging, ResolvedLinkPaging } from '../../config/agent/resolved-http-poll';
import type { Page } from './http-paging';
import { pollInvalid, type PollFailure } from './poll-failure';
import type { PollState } from './poll-position';

/**
 * The failure of a poll whose field of the next page has never been in any answer: a name with a typing error looks like
 * a list of one page for ever. Undefined if there is nothing to complain about.
 */
export const neverThere = (
  paging: ResolvedCursorPaging | ResolvedLinkPaging,
  state: PollState,
  { body, items }: Pick<Page, 'body' | 'items'>,
): PollFailure | undefined => {
  const { next, optional } = paging;
  const seen = state.found === true || state.at.cursor !== undefined || state.at.link !== undefined;
  if (next === undefined || optional || seen || items.length === 0) return undefined;
  if (body?.at(next) !== undefined || saysSo(paging, body)) return undefined;
  return pollInvalid(
    `No answer has had the field ${next} yet, which names the next page (${shownFields(body?.value)}). The items of this page ` +
      'are published; whether there are others is not known. Correct paging.next. If the API leaves it out where all ' +
      'fits one page, set paging.optional: true.',
  );
};

/** Where something else says that pages are left, its word counts. The last item may be anything. */
const saysSo = (paging: ResolvedCursorPaging | ResolvedLinkPaging, body: Page['body']): boolean =>
  paging.kind === 'cursor' &&
  (paging.of === 'last-item' || (paging.hasMore !== undefined && body?.at(paging.hasMore)?.value === false));

const shownFields = (body: unknown): string => {
  const names = typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.keys(body) : [];
  const shown = names.slice(0, 10).map((name) => JSON.stringify(name.slice(0, 40)));
  return shown.length === 0 ? 'the body has no fields' : `the body has ${shown.join(', ')}`;
};
