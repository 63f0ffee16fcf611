// Whoever waits at the last page of a list never sees what is added before the first one, and no page says so. So some
// polls read the first page once more: if others stand before the items that were the first, the list does not grow at its
// end only. Two polls in a row look, because in a busy list those items are soon gone from that page.
import type { ResolvedPaging } from '../../config/agent/resolved-http-poll';
import { nextPage, placeOf, type NextPage, type Page } from './http-paging';
import { LOOK_SHARE } from './look-share';
import { isCounted } from './page-behind';
import { ListHead, type Sought, type Standing } from './list-head';
import { pageBefore } from './page-before';
import { PagePrint } from './page-print';
import { defined } from '../../model/defined';
import { restarts, samePosition, type PollState, type Position, type WalkedPages } from './poll-position';

/** The first items are gone from the first page if it has got so many others, or if the source forgets old ones. */
const MOST_PAGES = 20;

type Kept = Pick<WalkedPages, 'head' | 'moved'>;
/** Reads a page of the source. */
type PageAt = (at: Position) => Promise<Page>;

/** What to keep of the first page, and of the one before. `moved` is set if the list has grown in front of the place. */
export const firstLook = async (
  paging: ResolvedPaging | undefined,
  state: PollState,
  page: Page,
  next: NextPage,
  pageAt: PageAt,
  chance: () => number,
): Promise<Kept> => {
  const head = await headLook(paging, state, page, next, pageAt, chance);
  return pageBefore(paging, state, page, next, head, pageAt, chance);
};

const headLook = async (
  paging: ResolvedPaging | undefined,
  { at, head: text }: PollState,
  page: Page,
  next: NextPage,
  pageAt: PageAt,
  chance: () => number,
): Promise<Kept> => {
  if (!waitsAtEnd(paging, next)) return {};
  const print = PagePrint.of(page);
  if (isFirst(paging, at)) return kept(ListHead.of(print, print, false));
  const counted = countsPlaces(paging, at.link);
  const before = ListHead.read(text);
  const soon = before?.standing.soon === true;
  // In a feed that is sorted by update, an item goes to the end, which says nothing of what stands in front.
  const head = counted ? before : before?.without(print, !next.more);
  if (next.more) return kept(head);
  const look = { paging, own: at, print, counted, pageAt };
  const sought = head?.standing.sought;
  if (head !== undefined && sought !== undefined) return behindFirst(look, head, sought);
  return soon || chance() < LOOK_SHARE ? atFirst(look, head, soon) : kept(head);
};

interface LookAgain {
  readonly paging: ResolvedPaging | undefined;
  /** Where the polls wait. */
  readonly own: Position;
  /** What stands there. */
  readonly print: PagePrint;
  /** True if places are counted from the first item: if that is gone, the others are at places that were read. */
  readonly counted: boolean;
  readonly pageAt: PageAt;
}

/** Looks at the first page. `soon`: true if the poll before this one has done so, too. */
const atFirst = async (look: LookAgain, head: ListHead | undefined, soon: boolean): Promise<Kept> => {
  const now = await look.pageAt({}).catch(() => undefined);
  const seen = now && PagePrint.of(now);
  // Some sources do not give their first page any more, which does not make this poll a failure.
  if (now === undefined || seen?.named !== true) return kept(head?.as({}));
  const anew = kept(ListHead.of(seen, look.print, !soon));
  if (head === undefined || head.isAtPlace(seen)) return anew;
  if (look.counted) return { ...anew, moved: true };
  if (head.isBehind(seen)) return suspected(head, { soon: true });
  const sought = head.isOn(seen) ? undefined : following(look, {}, now, MOST_PAGES);
  return sought === undefined ? anew : kept(head.as({ ...head.standing, soon: false, sought }));
};

/**
 * Looks on behind the first page, one page a poll: whoever finds them there knows that others have come before them, and a
 * source that has forgotten them has them nowhere.
 */
const behindFirst = async (look: LookAgain, head: ListHead, { place, left }: Sought): Promise<Kept> => {
  const at = look.paging?.kind === 'link' ? { link: String(place) } : { cursor: place };
  const page = await look.pageAt(at).catch(() => undefined);
  if (page !== undefined && head.isOn(PagePrint.of(page)))
    return suspected(head, { ...head.standing, sought: { place, left } });
  const sought = page === undefined ? { place, left: left - 1 } : following(look, at, page, left - 1);
  if (sought !== undefined && sought.left > 0) return kept(head.as({ ...head.standing, sought }));
  const first = await look.pageAt({}).catch(() => undefined);
  return kept(first && ListHead.of(PagePrint.of(first), look.print, false));
};

/** An item may have gone to the end between the calls of a poll. Then the next one reads it there, and looks for the others. */
const suspected = (head: ListHead, standing: Standing): Kept =>
  head.standing.suspected === true ? { moved: true } : kept(head.as({ ...standing, suspected: true }));

/** Where to look after a page; undefined if this is the last one, or the next one is where the polls wait. */
const following = ({ paging, own }: LookAgain, at: Position, page: Page, left: number): Sought | undefined => {
  try {
    const { at: behind } = nextPage(paging, at, page, Date.now());
    const place = behind.cursor ?? behind.link;
    const leads = place !== undefined && !samePosition(behind, at) && !samePosition(behind, own);
    return leads ? { place, left } : undefined;
  } catch {
    return undefined;
  }
};

const kept = (head: ListHead | undefined): Kept => defined({ head: head?.text });

/** By number, the place of the first page is known by itself, and of a list that was empty it is waited at. */
const isFirst = (paging: ResolvedPaging | undefined, at: Position): boolean =>
  at.link === undefined && placeOf(paging, at) === placeOf(paging, {});

/** True if a place, or a link, leads to a page by its number, or by the number of items before it. */
const countsPlaces = (paging: ResolvedPaging | undefined, link = ''): boolean =>
  isCounted(paging) || /[?&](?:page|offset|skip|page(?:\[|%5B)(?:number|offset)(?:\]|%5D))=\d+(?:&|$)/i.test(link);

/** True if the polls of this list go on at its end, and never begin anew. */
const waitsAtEnd = (paging: ResolvedPaging | undefined, next: NextPage): boolean =>
  paging !== undefined && paging.kind !== 'timestamp' && !restarts(paging) && Object.keys(next.at).length > 0;
