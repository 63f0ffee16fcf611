import type { ResolvedCursorPaging, ResolvedPaging } from '../../config/agent/resolved-http-poll';
import type { Page } from './http-paging';
import { pollInvalid } from './poll-failure';
import { fieldsOf } from './fields-of';
import type { PollState, Position } from './poll-position';

/**
 * True once an answer has had the field that names the next page; undefined if none had to. `first` reads the first page
 * of the source.
 * @throws PollFailure if the field has never been in any answer: a name with a typing error looks like a list of one page
 * for ever.
 */
export const foundNext = async (
  paging: ResolvedPaging | undefined,
  { found, at }: PollState,
  { body, items }: Page,
  first: () => Promise<Page>,
): Promise<true | undefined> => {
  if (!isNamed(paging) || paging.next === undefined) return undefined;
  const { next, optional } = paging;
  if (found === true || body?.at(next) !== undefined) return true;
  if (optional || items.length === 0 || saysSo(paging, body)) return undefined;
  // An operator has set the place, or an earlier build has come to it, which did not keep what it had found.
  if (!isFirst(at) && (await first()).body?.at(next) !== undefined) return true;
  throw neverThere(next, body);
};

const isFirst = ({ cursor, link }: Position): boolean => cursor === undefined && link === undefined;

const neverThere = (next: string, body: Page['body']): Error =>
  pollInvalid(
    `No answer has had the field ${next} yet, which names the next page (${fieldsOf(body?.value)}). The items of this page ` +
      'are published; whether there are others is not known. Correct paging.next. If the API leaves it out where all ' +
      'fits one page, set paging.optional: true.',
  );

/** True if a field of the body names the next page. The last item has its own in any case. */
const isNamed = (paging: ResolvedPaging | undefined): paging is Extract<ResolvedPaging, { kind: 'cursor' | 'link' }> =>
  paging?.kind === 'link' || (paging?.kind === 'cursor' && paging.of === 'body');

/** Where something else says that pages are left, its word counts. */
const saysSo = (
  paging: { readonly kind: string } & Partial<Pick<ResolvedCursorPaging, 'hasMore'>>,
  body: Page['body'],
): boolean => paging.hasMore !== undefined && body?.at(paging.hasMore)?.value === false;
