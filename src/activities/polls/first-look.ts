import type { ResolvedPaging } from '../../config/agent/resolved-http-poll';
import { placeOf, type NextPage, type Page } from './http-paging';
import { isCounted } from './page-behind';
import { PagePrint } from './page-print';
import { defined } from '../../model/defined';
import { restarts, type PollState, type Position, type WalkedPages } from './poll-position';

/** How many of the polls look at the first page again. */
const SHARE = 0.01;
const CHARACTERS = 6;
/** Stands behind an item that the next poll looks for. */
const SOON = '+';

/**
 * Whoever waits at the last page of a list never sees what is added before the first one, and no page says so. So some
 * polls read the first page once more: if items stand before the one that was the first, the list does not grow at its end
 * only. Two polls in a row look, because in a busy list that item is soon gone, as it is where a source forgets old items.
 */
export const firstLook = async (
  paging: ResolvedPaging | undefined,
  { at, head }: PollState,
  page: Page,
  next: NextPage,
  first: () => Promise<Page>,
  chance: () => number,
): Promise<Pick<WalkedPages, 'head' | 'moved'>> => {
  if (!waitsAtEnd(paging, next)) return {};
  if (isFirst(paging, at)) return headOf(page, '');
  const soon = isSoon(head);
  if (next.more || (!soon && chance() >= SHARE)) return defined({ head });
  // Some sources do not give their first page any more, which does not make this poll a failure.
  const now = await first().catch(() => undefined);
  if (now?.records[0]?.id === undefined) return {};
  const moved = head !== undefined && hasMoved(paging, placeOfHead(PagePrint.of(now), head));
  return { ...headOf(now, soon ? '' : SOON), ...(moved ? { moved } : {}) };
};

/** A source may forget its old items, unless places are counted from them: then others move to places that were read. */
const hasMoved = (paging: ResolvedPaging | undefined, place: number): boolean =>
  place > 0 || (place === -1 && isCounted(paging));

const isSoon = (head = ''): boolean => head.endsWith(SOON);

const headOf = (page: Page, again: string): Pick<WalkedPages, 'head'> => {
  const [first] = page.records[0]?.id === undefined ? [] : PagePrint.of(page).items;
  return first === undefined ? {} : { head: first.slice(0, CHARACTERS) + again };
};

/** Where the item stands now that was the first one; -1 if it is not on this page. */
export const placeOfHead = ({ items }: PagePrint, head: string): number =>
  items.findIndex((item) => item.slice(0, CHARACTERS) === head.slice(0, CHARACTERS));

/** By number, the place of the first page is known by itself, and of a list that was empty it is waited at. */
const isFirst = (paging: ResolvedPaging | undefined, at: Position): boolean =>
  at.link === undefined && placeOf(paging, at) === placeOf(paging, {});

/** True if the polls of this list go on at its end, and never begin anew. */
const waitsAtEnd = (paging: ResolvedPaging | undefined, next: NextPage): boolean =>
  paging !== undefined && paging.kind !== 'timestamp' && !restarts(paging) && Object.keys(next.at).length > 0;
