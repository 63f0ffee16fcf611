// Some APIs name a next page behind one that is not full, by its number. Whoever waits there, where nothing is yet, never
// sees what fills up the page before it. So some polls that find nothing look at that page again.
import type { ResolvedPaging } from '../../config/agent/resolved-http-poll';
import type { NextPage, Page } from './http-paging';
import { LOOK_SHARE } from './look-share';
import { isCounted } from './page-behind';
import { PagePrint } from './page-print';
import { PageTrail } from './page-trail';
import { isCursor, samePosition, type PollState, type Position, type WalkedPages } from './poll-position';

/** Where the page stands is kept in one text with the head of the list, as earlier builds refuse fields that they do not know. */
const BEHIND_HEAD = '\n';
const LONGEST = 400;

type Kept = Pick<WalkedPages, 'head' | 'moved'>;
type PageAt = (at: Position) => Promise<Page>;

/** Adds the place of the page before to what is `kept`. `moved` is set if that page has got items which no poll reads. */
export const pageBefore = async (
  paging: ResolvedPaging | undefined,
  state: PollState,
  page: Page,
  next: NextPage,
  kept: Kept,
  pageAt: PageAt,
  chance: () => number,
): Promise<Kept> => {
  if (paging === undefined || kept.head === undefined || isCounted(paging)) return kept;
  const isEmpty = page.items.length === 0;
  const before = isEmpty || samePosition(next.at, state.at) ? textOf(state.head) : textAt(state.at);
  if (before === undefined) return kept;
  const both = { ...kept, head: kept.head + BEHIND_HEAD + before };
  if (!isEmpty || next.more || chance() >= LOOK_SHARE) return both;
  return (await hasFilledUp(paging, state, before, pageAt)) ? { ...both, moved: true } : both;
};

const textOf = (head = ''): string | undefined => {
  const at = head.indexOf(BEHIND_HEAD);
  return at === -1 ? undefined : head.slice(at + 1);
};

const textAt = ({ cursor, link }: Position): string | undefined => {
  const text = JSON.stringify(cursor ?? link ?? null);
  return text.length > LONGEST ? undefined : text;
};

/** True if others stand behind the item that was read last, and nothing where the polls wait. */
const hasFilledUp = async (
  { kind }: ResolvedPaging,
  { at, trail }: PollState,
  before: string,
  pageAt: PageAt,
): Promise<boolean> => {
  try {
    const place: unknown = JSON.parse(before);
    const isPlace = isCursor(place);
    const page = await pageAt(isPlace ? (kind === 'link' ? { link: String(place) } : { cursor: place }) : {});
    const { items } = PagePrint.of(page);
    const last = new PageTrail(trail).placeOfLast(PagePrint.of(page));
    // What was added meanwhile may be where the polls wait, too.
    return last !== -1 && last < items.length - 1 && (await pageAt(at)).items.length === 0;
  } catch {
    // The page is not there any more, the text is that of an operator, or the look has failed: then a later poll looks.
    return false;
  }
};
