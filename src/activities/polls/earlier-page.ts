// Behind its last page, an API may begin again, or give that page or one before it once more. Nothing of it is new, which
// is told by what stands in front at the same moment: what was there at an earlier poll may have moved on since.
import type { ResolvedCountPaging } from '../../config/agent/resolved-http-poll';
import { ignoredPlace } from './ignored-place';
import type { PagePrint } from './page-print';
import { PageTrail } from './page-trail';
import type { PollState, Position } from './poll-position';

/** What stands at a place, which may be nothing. Rejected if it is not known. */
export type Look = (at: Position) => Promise<PagePrint>;

/**
 * True if a page that a poll has come to, and that need not be there, is an earlier one.
 * @throws PollFailure if the page in front is the first one, too: the API ignores what it is asked for.
 */
export const isEarlierPage = async (
  paging: ResolvedCountPaging,
  state: PollState,
  print: PagePrint,
  look: Look,
): Promise<boolean> => {
  const front = placeInFront(paging, state.at, print);
  // Where only the first page was read, its repetition is no end, but a sign.
  if (!print.tells || front <= paging.start || !mayBeEarlier(state, print)) return false;
  const first = await look({});
  const isFirst = print.isAgain(first);
  if (!isFirst && !print.named) return false;
  const before = await look({ [paging.kind]: front });
  if (isFirst && (!print.named || before.isAgain(first))) throw ignoredPlace(state.at);
  return isFirst || print.isWithin({ items: upTo(paging, before, print) });
};

/** True if what stands behind a page, which need not be there, is this page again or an earlier one. */
export const isBeforePage = async (
  paging: ResolvedCountPaging,
  { at, trail }: Pick<PollState, 'at' | 'trail'>,
  page: PagePrint,
  behind: Position,
  seen: PagePrint,
  look: Look,
): Promise<boolean> => {
  if (seen.isWithin(page) || new PageTrail(trail).countOf(seen) > 0) return true;
  if ((at[paging.kind] ?? paging.start) === paging.start) return false;
  if (seen.isAgain(await look({}))) return true;
  if (page.items.length > 0 && !seen.shares(page)) return false;
  const front = placeInFront(paging, paging.kind === 'page' ? at : behind, seen);
  if (front < paging.start) return false;
  const before = await look({ [paging.kind]: front });
  return seen.isWithin({ items: [...page.items, ...upTo(paging, before, seen)] });
};

/** The page in front by number, and by offset as many items before the place as the page has there. */
const placeInFront = ({ kind, start }: ResolvedCountPaging, at: Position, { items }: PagePrint): number =>
  (at[kind] ?? start) - (kind === 'page' ? 1 : items.length);

/** Those of its items that stand in front of the other page. */
const upTo = ({ kind }: ResolvedCountPaging, { items }: PagePrint, other: PagePrint): readonly string[] =>
  kind === 'page' ? items : items.slice(0, other.items.length);

const mayBeEarlier = ({ first, trail, pages }: PollState, print: PagePrint): boolean => {
  const before = new PageTrail(trail);
  if (before.touches(print) || before.countOf(print) > 0) return true;
  // Earlier builds did not keep what the first page was like.
  return first === undefined ? pages === 0 : new PageTrail([first]).touches(print);
};
