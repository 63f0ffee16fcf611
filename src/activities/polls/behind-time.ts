// By time, a page that is not full looks like the last one, and one without anything later like the end. But an API may
// give fewer items than it is asked for: as few as share one time, or one, and then no poll gets past them.
import type { ResolvedPaging, ResolvedTimestampPaging } from '../../config/agent/resolved-http-poll';
import type { NextPage, Page } from './http-paging';
import { earlier, timeOf } from './item-time';
import { LOOK_SHARE } from './look-share';
import { PagePrint } from './page-print';
import { defined } from '../../model/defined';
import { pollInvalid } from './poll-failure';
import type { PollState, Position, WalkedPages } from './poll-position';
import { timestampAsked } from './timestamp-paging';

/** Steps by which the time that is asked for next differs from one as its form says it. */
const STEPS_MS = [1, 1_000, 60_000, 86_400_000];

export interface BehindTime {
  readonly next: NextPage;
  /** `full`: the number of items of the largest page. A smaller one has all that is left. */
  readonly kept: Pick<WalkedPages, 'full' | 'behind'>;
  /** True if the page may have less than the API has, so that its validators prove nothing. */
  readonly open: boolean;
}

/**
 * Goes on behind a page that may have less than the API has. `pageAt` looks at another page.
 * @throws PollFailure if there are later items, to which the paging does not lead.
 */
export const behindTime = async (
  paging: ResolvedPaging | undefined,
  state: PollState,
  page: Page,
  next: NextPage,
  pageAt: (at: Position) => Promise<Pick<Page, 'items'>>,
  chance: () => number,
): Promise<BehindTime> => {
  if (paging?.kind !== 'timestamp') return { next, kept: {}, open: false };
  const { timestamp } = next.at;
  const full = largestPage(state, page);
  if (next.more || timestamp === undefined || page.items.length !== full.full)
    return { next, kept: { ...full, ...defined({ behind: state.behind }) }, open: false };
  const here = timesOf(paging, page);
  const from = placeBehind(paging, state, here, timestamp);
  if (from !== undefined) return { next: { at: { timestamp, from }, more: true }, kept: full, open: true };
  const { digest: behind } = PagePrint.of(page);
  const known = { next, kept: { ...full, behind }, open: true };
  // A page of one moment stays as it is, whatever is added behind it.
  if (here.size > 1 && behind === state.behind && chance() >= LOOK_SHARE) return known;
  const moments = Array.from(here.values());
  const look = async (at: Position): Promise<readonly number[]> =>
    Array.from(timesOf(paging, await pageAt(at)).values());
  const later = (await look({ from: laterThan(timestamp) })).filter(
    (ms) => ms > msOf(timestamp) && !moments.includes(ms),
  );
  if (later.length === 0) return known;
  await assertGrown(later, () => look(state.at), timestamp, page);
  return { next: { at: state.at, more: true }, kept: full, open: true };
};

/** @throws PollFailure if the page still has none of these later items: what was added meanwhile is on it now. */
const assertGrown = async (
  later: readonly number[],
  again: () => Promise<readonly number[]>,
  timestamp: Time,
  { items }: Pick<Page, 'items'>,
): Promise<void> => {
  const now = await again();
  if (!later.some((ms) => now.includes(ms))) throw capped(timestamp, items.length);
};

/** Nothing before the first item. */
const largestPage = (
  { full = 0 }: Pick<PollState, 'full'>,
  { items }: Pick<Page, 'items'>,
): Pick<WalkedPages, 'full'> => {
  const largest = Math.max(full, items.length);
  return largest === 0 ? {} : { full: largest };
};

type Time = string | number;

/** The last time of a page, if that is later than what was asked for. What is dated ahead leads nowhere. */
const placeBehind = (
  paging: ResolvedTimestampPaging,
  { at }: Pick<PollState, 'at'>,
  here: ReadonlyMap<Time, number>,
  high: Time,
): Time | undefined => {
  const asked = timeOf(at.from ?? timestampAsked(paging, at)) ?? -Infinity;
  let last: readonly [Time | undefined, number] = [undefined, asked];
  for (const one of here) if (one[1] <= msOf(high) && one[1] > last[1]) last = one;
  return last[0];
};

/** The times of the items, as they are written, with their milliseconds since 1970. */
const timesOf = ({ field }: ResolvedTimestampPaging, { items }: Pick<Page, 'items'>): ReadonlyMap<Time, number> =>
  new Map(
    items.flatMap((item) => {
      const value = item.at(field)?.exact as Time | undefined;
      return value === undefined || timeOf(value) === undefined ? [] : [[value, msOf(value)]];
    }),
  );

const msOf = (time: Time): number => timeOf(time) ?? -Infinity;

const laterThan = (time: Time): Time =>
  STEPS_MS.map((step) => earlier(time, -step)).find((one) => msOf(one) > msOf(time)) ?? time;

const capped = (timestamp: Time, count: number): Error =>
  pollInvalid(
    `The page has ${count} ${count === 1 ? 'item' : 'items'}, none of which is later than ${JSON.stringify(timestamp).slice(0, 100)}, ` +
      'but the API has later ones: its pages have no room for them. Ask it for larger pages (paging.limit, ' +
      'paging.limitParameter).',
  );
