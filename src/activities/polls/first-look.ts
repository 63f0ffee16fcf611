import type { ResolvedPaging } from '../../config/agent/resolved-http-poll';
import type { NextPage, Page } from './http-paging';
import { PagePrint } from './page-print';
import { defined } from '../../model/defined';
import { restarts, type PollState, type WalkedPages } from './poll-position';

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
  next: NextPage,
  first: () => Promise<Page>,
  chance: () => number,
): Promise<Pick<WalkedPages, 'head' | 'moved'>> => {
  if (!waitsAtEnd(paging, next)) return {};
  const soon = head?.endsWith(SOON) === true;
  const looks = !next.more && Object.keys(at).length > 0 && (soon || chance() < SHARE);
  if (!looks) return defined({ head });
  const page = await first().catch(() => undefined);
  // Some sources do not give their first page any more, which does not make this poll a failure.
  if (page?.records[0]?.id === undefined) return {};
  return lookedAt(PagePrint.of(page), head, soon ? '' : SOON);
};

const lookedAt = (
  { items }: PagePrint,
  head: string | undefined,
  again: string,
): Pick<WalkedPages, 'head' | 'moved'> => {
  const heads = items.map((item) => item.slice(0, CHARACTERS));
  const moved = head !== undefined && heads.indexOf(head.slice(0, CHARACTERS)) > 0;
  return { head: `${String(heads[0])}${again}`, ...(moved ? { moved } : {}) };
};

/** True if the polls of this list go on at its end, and never begin anew. */
const waitsAtEnd = (paging: ResolvedPaging | undefined, next: NextPage): boolean =>
  paging !== undefined && paging.kind !== 'timestamp' && !restarts(paging) && Object.keys(next.at).length > 0;
