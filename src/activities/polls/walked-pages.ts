// Finds out whether a source really leads from page to page: one that ignores what it is asked for, or leads in a circle,
// looks like a list that has nothing new.
import type { ResolvedPaging } from '../../config/agent/resolved-http-poll';
import { placeOf, type NextPage, type Page } from './http-paging';
import { defined } from '../../model/defined';
import type { Look } from './earlier-page';
import { ignoredPlace } from './ignored-place';
import { ListHead } from './list-head';
import { isCounted } from './page-behind';
import { PagePrint } from './page-print';
import { PageTrail } from './page-trail';
import { pollInvalid } from './poll-failure';
import { isLinkCursor, LINK_CURSOR, restarts, type PollState, type Position, type WalkedPages } from './poll-position';

/** More empty pages in a row, each of which names another one, are no list. */
const MOST_EMPTY = 1_000;

/**
 * What to keep of the pages that have been read, this one included. `first` reads the first page of the source, and `look`
 * looks at another one.
 * @throws PollFailure if the page shows that there are items which the paging does not lead to.
 */
export const walkedPages = async (
  paging: ResolvedPaging | undefined,
  state: PollState,
  page: Page,
  next: NextPage,
  first: () => Promise<Page>,
  look: Look,
): Promise<WalkedPages> => {
  if (paging === undefined) return {};
  // The walk is over, and the next poll begins another one.
  const over = Object.keys(next.at).length === 0;
  if (page.items.length === 0) return over ? {} : afterEmpty(paging, state, next);
  const print = PagePrint.of(page);
  const signs = print.tells ? await checkedPage(paging, state, page, next, print, first, look) : signsOf(state);
  // By time, a page begins with items of the one before it.
  if (over || (paging.kind === 'timestamp' && !next.more)) return {};
  return { ...ledTo(paging, state, next, print), ...signs };
};

type Signs = Pick<WalkedPages, 'compared' | 'moved'>;

const flag = (holds: boolean): true | undefined => (holds ? true : undefined);

const signsOf = ({ compared, moved }: WalkedPages): Signs => defined({ compared, moved });

/** @throws PollFailure if this page is one that was read before, or the first one. */
const checkedPage = async (
  paging: ResolvedPaging,
  state: PollState,
  page: Page,
  next: NextPage,
  print: PagePrint,
  first: () => Promise<Page>,
  look: Look,
): Promise<Signs> => {
  const trail = new PageTrail(state.trail);
  const same = isCircle(paging, state, print, trail);
  const inclusive = isInclusive(paging, state.at, page);
  const again = isAgain(same, inclusive, trail.countOf(print));
  if (again && (await isLone(paging, state, next, print, look))) return { ...signsOf(state), compared: true };
  if (same && !goesOn(paging, state)) throw circle(state.at, page);
  if (!again && inclusive) return signsOf(state);
  const suspect = again || isSuspect(paging, state, next, trail.touches(print));
  if (suspect && print.isMostly(PagePrint.of(await first())))
    throw same ? circle(state.at, page) : ignoredPlace(state.at);
  if (await isPinned(paging, trail, print, first)) throw pinned(state.at);
  const moved = await hasMoved(paging, state, page, trail.placeOfLast(print), first);
  return { ...signsOf(state), ...defined({ compared: flag(suspect), moved: flag(moved) }) };
};

/** Also true where a page may have moved on by its size since the last poll: others are on the first one then. */
const isAgain = (same: boolean, inclusive: boolean, before: number): boolean => same || (inclusive && before > 0);

const ledTo = (paging: ResolvedPaging, state: PollState, next: NextPage, print: PagePrint): WalkedPages => {
  const trail = new PageTrail(state.trail);
  const before = goesOn(paging, state) ? new PageTrail() : trail;
  const led = print.tells && !isSamePlace(paging, state.at, next.at) ? before.with(print) : trail;
  if (!next.more) return defined({ trail: led.last(keptOf(paging, print.named)) });
  const walked = (state.walked ?? 0) + 1;
  // Whatever the length of a circle, one of these pages comes again (Brent).
  const mark = print.tells && Number.isInteger(Math.log2(walked)) ? print.digest : state.mark;
  return defined({ trail: led.pages, walked, mark });
};

/** By number or offset, an API may give an earlier page behind its last one. */
const keptOf = ({ kind }: ResolvedPaging, named: boolean): number =>
  named && (kind === 'offset' || kind === 'page') ? 2 : 1;

const afterEmpty = (paging: ResolvedPaging, state: PollState, next: NextPage): WalkedPages => {
  const { at, trail, walked, mark, compared, moved, empty = 0 } = state;
  if (!next.more) return defined({ trail: new PageTrail(trail).last(keptOf(paging, true)), compared, moved });
  if (empty + 1 < MOST_EMPTY) return defined({ trail, walked, mark, compared, moved, empty: empty + 1 });
  throw pollInvalid(
    `The last ${MOST_EMPTY} pages (up to ${shown(at)}) were empty, and each named another one. Set paging.hasMore, or ` +
      "atEnd: 'stay' for a feed that names a next page at its end, too.",
  );
};

const isSamePlace = (paging: ResolvedPaging, left: Position, right: Position): boolean =>
  placeOf(paging, left) === placeOf(paging, right) && left.link === right.link;

const isCircle = (paging: ResolvedPaging, state: PollState, print: PagePrint, trail: PageTrail): boolean => {
  if (state.mark === print.digest && !trail.endsWith(print)) return true;
  const before = trail.countOf(print);
  // Where new items come first, a page may have moved on by just its size since the last poll. That happens once.
  const once = restarts(paging) && state.pages === 0 && before === 1;
  return before > 0 && !once;
};

/**
 * True if a poll goes on from where the one before it has ended: in a feed that is sorted by update, items of earlier pages
 * have come to the end meanwhile, which is no circle.
 */
const goesOn = ({ kind }: ResolvedPaging, { walked }: PollState): boolean =>
  (kind === 'cursor' || kind === 'link') && walked === undefined;

/**
 * True if the API reads its cursor and begins with the item that this stands for, which is its only one: as long as there
 * is no other, nobody can tell that from an API that ignores what it is asked for, unless by a cursor that is none.
 */
const isLone = async (
  { kind }: ResolvedPaging,
  { at, compared }: PollState,
  next: NextPage,
  print: PagePrint,
  look: Look,
): Promise<boolean> => {
  if (kind !== 'cursor' || at.cursor === undefined || next.more || print.items.length !== 1) return false;
  if (compared === true) return true;
  const seen = await look({ cursor: `${at.cursor}~` });
  return seen.digest !== print.digest;
};

/** True if items stand before those that were the first: those of a feed that is sorted by update move to its end. */
const isBefore = async ({ head }: PollState, page: Page, first: () => Promise<Page>): Promise<boolean> => {
  if (head === undefined) return true;
  const now = await first().catch(() => undefined);
  const left = ListHead.read(head)?.without(PagePrint.of(page), true);
  return now !== undefined && left?.isBehind(PagePrint.of(now)) === true;
};

/** True if the API begins with the very item that it was asked to go on from. */
const isInclusive = (paging: ResolvedPaging, { cursor }: Position, { items }: Page): boolean =>
  paging.kind === 'cursor' && paging.of === 'last-item' && items[0]?.at(paging.next)?.exact === cursor;

/** True if the page may be the first one, whatever was asked for: then it must be compared with that. */
const isSuspect = (
  paging: ResolvedPaging,
  { at, pages, walked, compared }: PollState,
  next: NextPage,
  touches: boolean,
): boolean => {
  if (compared === true || paging.kind === 'timestamp' || isSamePlace(paging, at, {})) return false;
  // Since another poll has read the first page, all of its items may have become others.
  const later = pages === 0 && walked === 1;
  // Whoever waits at the end has come there by pages that were others. By now, all may have gone there by an update.
  return next.itself === true || (touches && (walked !== undefined || isCounted(paging))) || later;
};

/**
 * True if items of the page before this one have moved on to this one, though the list should grow at its end only: what
 * is new stands before them, where no poll looks again. A link may begin with the item before it as a rule, but then it
 * has done so when it was first followed.
 */
const hasMoved = async (
  paging: ResolvedPaging,
  state: PollState,
  page: Page,
  place: number,
  first: () => Promise<Page>,
): Promise<boolean> => {
  const { records } = page;
  if (place === -1 || records[0]?.id === undefined || restarts(paging)) return false;
  if (paging.kind === 'offset') return true;
  // At the end of other items it may have been added again.
  if (place > 0 && place === records.length - 1) return false;
  const again = state.walked === undefined && state.compared !== true;
  return paging.kind === 'page' || (paging.kind === 'link' && again && (await isBefore(state, page, first)));
};

/** True if an item stands on each page. By offset, it counts among those that were read, and the API skips others. */
const isPinned = async (
  { kind }: ResolvedPaging,
  trail: PageTrail,
  print: PagePrint,
  first: () => Promise<Page>,
): Promise<boolean> => {
  if (kind !== 'offset' || !print.named || print.items.length === 1) return false;
  const inPlace = trail.inPlace(print);
  if (inPlace.length === 0) return false;
  const { items } = PagePrint.of(await first());
  return inPlace.some((item) => items.includes(item));
};

const pinned = (at: Position): Error =>
  pollInvalid(
    `An item stands on each page (up to ${shown(at)}): the API does not count it, so that others are skipped. ` +
      "Page by number (kind: 'page'), or ask the API for a list without it.",
  );

const circle = (at: Position, { records }: Page): Error => {
  const ids = records[0]?.id === undefined ? ' If it is another page with equal items, tell them apart by an id.' : '';
  const advice = isLinkCursor(at)
    ? LINK_CURSOR
    : 'Correct the paging: the API does not go where it is asked to, its pages lead in a circle, or its newest items come first.';
  return pollInvalid(`The next page (${shown(at)}) has the same items as a page before it. ${advice}${ids}`);
};

const shown = (at: Position): string => JSON.stringify(at).slice(0, 200);
