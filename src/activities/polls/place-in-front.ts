// By number or offset, places are counted from the first item: if one is taken out in front of the place where a poll goes
// on, the others move to places that were read, and what comes into theirs is never asked for. What stands in front of the
// place says so: it was read last.
import type { ResolvedCountPaging, ResolvedHttpPoll } from '../../config/agent/resolved-http-poll';
import type { Look } from './earlier-page';
import type { Page } from './http-paging';
import { LOOK_SHARE } from './look-share';
import { isCounted } from './page-behind';
import type { PagePrint } from './page-print';
import { PageTrail } from './page-trail';
import { restarts, type PollState } from './poll-position';

/**
 * True if what was read last does not stand in front of the place any more. Only items with ids are known again. `page`:
 * what stands at the place, undefined if that has not changed.
 */
export const hasMovedInFront = async (
  { id, paging }: Pick<ResolvedHttpPoll, 'id' | 'paging'>,
  state: PollState,
  page: Page | undefined,
  look: Look,
  chance: () => number,
): Promise<boolean> => {
  if (id === undefined || !isCounted(paging) || !hasFront(paging, state)) return false;
  const { kind, start } = paging;
  const read = page !== undefined && page.items.length > 0;
  const goesOn = read && (kind === 'offset' || state.beyond === true);
  if (!goesOn && chance() >= LOOK_SHARE) return false;
  const front = await look({ [kind]: (state.at[kind] ?? start) - 1 });
  // What stands behind it may have been added since this poll has found nothing at the place.
  const mayGoOn = async (): Promise<boolean> => kind === 'offset' && (read || (await look(state.at)).items.length > 0);
  return !(await isAtPlace(new PageTrail(state.trail), front, mayGoOn));
};

/** True if it is known what stands in front, unless the API leaves out items that it counts. */
const hasFront = (paging: ResolvedCountPaging, { at, pages, trail, short }: PollState): boolean =>
  !restarts(paging) &&
  pages === 0 &&
  short !== true &&
  (at[paging.kind] ?? paging.start) > paging.start &&
  new PageTrail(trail).tells;

/** True if the page in front ends with the item that was read last. `mayGoOn`: true if others may stand behind that. */
const isAtPlace = async (trail: PageTrail, front: PagePrint, mayGoOn: () => Promise<boolean>): Promise<boolean> => {
  if (trail.endsWith(front)) return true;
  const last = trail.placeOfLast(front);
  return last !== -1 && (last === front.items.length - 1 || (await mayGoOn()));
};
