// Two items may have one time, and fall on both sides of the border between two pages or polls. So each page is asked for
// from the time of the last item: an API that gives only what is later never gives the others.
import type { ResolvedPaging } from '../../config/agent/resolved-http-poll';
import { defined } from '../../model/defined';
import type { Page } from './http-paging';
import { earlier, timeOf } from './item-time';
import { pollInvalid } from './poll-failure';
import type { PollState, Position } from './poll-position';
import { timestampAsked } from './timestamp-paging';

export interface AskedTime {
  /** True once the API has given an item of the very time that it was asked for. */
  readonly found?: true;
  /** What to tell of an API that has such items and does not give them. The poll goes on meanwhile. */
  readonly laterOnly?: Error;
}

/** If it has not yet given an item of the time, the API is asked for what is a little earlier (`pageAt`), to see if it has one. */
export const askedTime = async (
  paging: ResolvedPaging | undefined,
  { at, found }: PollState,
  { items }: Pick<Page, 'items'>,
  pageAt: (at: Position) => Promise<Pick<Page, 'items'>>,
): Promise<AskedTime> => {
  if (paging?.kind !== 'timestamp') return {};
  const asked = timestampAsked(paging, at);
  const askedMs = timeOf(asked);
  // With an overlap, the time that is asked for is that of no item, and at first it is that of the configuration.
  const isOfItem = paging.overlapMs === 0 && (at.from ?? at.timestamp) !== undefined;
  if (found === true || asked === undefined || !isOfItem) return defined({ found });
  const has = (page: Pick<Page, 'items'>): boolean =>
    page.items.some((item) => timeOf(item.at(paging.field)?.exact) === askedMs);
  if (has({ items })) return { found: true };
  return has(await pageAt({ from: earlier(asked, 1) })) ? { laterOnly: laterOnly(asked) } : {};
};

const laterOnly = (asked: string | number): Error =>
  pollInvalid(
    `The API has items of the time that was asked for (${JSON.stringify(asked).slice(0, 100)}), but gives only those that are ` +
      "later: others of that time would be missed. What is new on the page is published. Set paging.overlap, such as '1s' " +
      'where times have whole seconds.',
  );
