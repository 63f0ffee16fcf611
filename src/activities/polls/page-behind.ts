// By number or offset, a page that is not full looks like the last one. But APIs have fewer items in a page than they are
// asked for, or leave out some that they have counted already. So the page behind it is looked at, too.
import type { ResolvedCountPaging, ResolvedPaging } from '../../config/agent/resolved-http-poll';
import { defined } from '../../model/defined';
import { isBeforePage, type Look } from './earlier-page';
import type { NextPage, Page } from './http-paging';
import { LOOK_SHARE } from './look-share';
import { PagePrint } from './page-print';
import { PageTrail } from './page-trail';
import { restarts, type PollState, type Position, type WalkedPages } from './poll-position';

const EMPTY = PagePrint.NOTHING.digest;

export interface Behind {
  readonly next: NextPage;
  readonly kept: Pick<WalkedPages, 'full' | 'short' | 'behind'>;
}

/** `page` is undefined if it has not changed since it was last read. */
export const pageBehind = async (
  paging: ResolvedPaging | undefined,
  state: PollState,
  page: Page | undefined,
  next: NextPage,
  look: Look,
  chance: () => number,
): Promise<Behind> => {
  if (!isCounted(paging)) return { next, kept: {} };
  const { full, short, behind } = state;
  const kept = defined({ full: next.more ? paging.limit : full, short, behind });
  const print = page && PagePrint.of(page);
  const mark = print === undefined ? behind : markOf(paging, state.at, print);
  if (next.more || !isDue(paging.limit, state, mark, chance)) return { next, kept };
  const at = placeBehind(paging, state.at, print);
  switch (await whatStands(paging, { at: state.at, trail: state.trail, print, mark }, at, look)) {
    case 'nothing':
      return { next, kept: { ...kept, ...defined({ behind: mark }) } };
    case 'grown':
      return { next: { at: state.at, more: true }, kept };
    case 'items':
      return { next: { at, more: true }, kept: { ...kept, short: true } };
  }
};

interface Here {
  readonly at: Position;
  /** Undefined if the page has not changed. */
  readonly print: PagePrint | undefined;
  readonly mark: string | undefined;
  readonly trail: PollState['trail'];
}

/** What stands behind a page: `grown` if the page itself is another one by now, and must be read again. */
const whatStands = async (
  paging: ResolvedCountPaging,
  { at, print, mark = '', trail }: Here,
  behind: Position,
  look: Look,
): Promise<'nothing' | 'grown' | 'items'> => {
  const seen = await look(behind);
  if (seen.items.length === 0 || (print === undefined && mark.startsWith(seen.digest))) return 'nothing';
  const page = print ?? PagePrint.NOTHING;
  if (await isBeforePage(paging, { at, ...defined({ trail }) }, page, behind, seen, look)) return 'nothing';
  // Whatever is added meanwhile stands behind the items of this page.
  if (paging.kind === 'offset' && page.items.length > 0) return 'items';
  // The page may have filled up since it was read: then it is not complete, and its limit may well be right.
  const again = await look(at);
  if (seen.isWithin(again)) return 'nothing';
  return markOf(paging, at, again) === mark ? 'items' : 'grown';
};

const isDue = (
  limit: number,
  { full, short, behind }: WalkedPages,
  mark: string | undefined,
  chance: () => number,
): boolean => {
  if (mark === undefined || mark !== behind || short === true) return true;
  // As long as no page was full, this one may be as large as the API makes them.
  return (full !== limit && !mark.startsWith(EMPTY)) || chance() < LOOK_SHARE;
};

/** Behind an empty page are the items that follow as many as a page has. */
const placeBehind = (
  { kind, limit, start }: ResolvedCountPaging,
  at: Position,
  print: PagePrint | undefined,
): Position => {
  if (kind === 'page') return { page: (at.page ?? start) + 1 };
  const count = print?.items.length ?? 0;
  return { offset: (at.offset ?? start) + (count === 0 ? limit : count) };
};

const markOf = ({ kind, start }: ResolvedCountPaging, at: Position, { digest }: PagePrint): string =>
  `${digest}@${String(at[kind] ?? start)}`;

/** True if a page that has not changed may have got another one behind it. */
export const mayHaveBehind = (paging: ResolvedPaging | undefined): boolean => isCounted(paging) && !restarts(paging);

/** True if nothing need be at this place: it may be behind the end. */
export const isBeyond = (
  paging: ResolvedPaging | undefined,
  { at, beyond }: Pick<PollState, 'at' | 'beyond'>,
): paging is ResolvedCountPaging => {
  if (!isCounted(paging)) return false;
  return paging.kind === 'offset' ? (at.offset ?? paging.start) > paging.start : beyond === true;
};

/** What to keep of a place by number or offset for whoever comes to the next one. */
export const keptPlace = (
  paging: ResolvedPaging | undefined,
  { at, first }: PollState,
  print: PagePrint | undefined,
  next: Position,
): Pick<WalkedPages, 'first' | 'beyond'> => {
  if (!isCounted(paging)) return {};
  const { kind, start } = paging;
  const here = at[kind] ?? start;
  const there = next[kind] ?? start;
  const isFirst = here === start && print?.tells === true;
  const isBehind = there !== here || print?.items.length === 0;
  return defined({
    first: isFirst ? new PageTrail().with(print).pages[0] : first,
    beyond: kind === 'page' && isBehind && there > start ? (true as const) : undefined,
  });
};

export const isCounted = (paging: ResolvedPaging | undefined): paging is ResolvedCountPaging =>
  paging?.kind === 'offset' || paging?.kind === 'page';
