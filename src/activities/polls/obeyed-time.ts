// By time, a page begins with items that were read before, so that one which is the same again proves nothing. Older items
// than were asked for are a sign, and no proof: some APIs look at the day alone, or begin a little earlier to be safe.
import type { ResolvedPaging, ResolvedTimestampPaging } from '../../config/agent/resolved-http-poll';
import { defined } from '../../model/defined';
import type { Page } from './http-paging';
import { earlier, timeOf } from './item-time';
import { LOOK_SHARE } from './look-share';
import { pollInvalid } from './poll-failure';
import type { PollState, Position } from './poll-position';
import { timestampAsked } from './timestamp-paging';

const DAY_MS = 86_400_000;

/**
 * Keeps whether the API looks at the time that it is asked for. If it has items older than that, it is asked for what is
 * later than everything (`pageAt`): whoever answers with old items again does not look.
 * @throws PollFailure if the API ignores the time. It may have items that it never gives.
 */
export const obeyedTime = async (
  paging: ResolvedPaging | undefined,
  state: PollState,
  page: Page,
  pageAt: (at: Position) => Promise<Page>,
  chance: () => number,
  nowMs: number,
): Promise<Pick<PollState, 'compared'>> => {
  if (paging?.kind !== 'timestamp') return {};
  const asked = timestampAsked(paging, state.at);
  const askedMs = timeOf(asked);
  const known = defined({ compared: state.compared });
  if (asked === undefined || askedMs === undefined || !hasOlder(paging, page, askedMs)) return known;
  if (state.compared === true && chance() >= LOOK_SHARE) return known;
  // Later than all items, by some days, because zones differ and some APIs look at the day alone.
  const probeMs = Math.max(nowMs, askedMs) + 3 * DAY_MS;
  let probe: Page;
  try {
    probe = await pageAt({ from: earlier(asked, askedMs - probeMs) });
  } catch (error) {
    const { terminal, retryAfterMs } = error as { readonly terminal?: boolean; readonly retryAfterMs?: number };
    if (retryAfterMs !== undefined) throw error;
    // An API that refuses such a time, or has another answer to it, has looked at it.
    return terminal === true ? { compared: true } : known;
  }
  if (hasOlder(paging, probe, probeMs - 2 * DAY_MS)) throw ignored(paging, asked);
  return { compared: true };
};

const hasOlder = ({ field }: ResolvedTimestampPaging, { items }: Page, than: number): boolean =>
  items.some((item) => (timeOf(item.at(field)?.exact) ?? Infinity) < than);

const ignored = ({ parameter }: ResolvedTimestampPaging, asked: string | number): Error =>
  pollInvalid(
    `The page has items older than the time that was asked for (${JSON.stringify(asked).slice(0, 100)}), and so has the answer ` +
      'for a time that no item has: the API ignores what it is asked for. What is new in it is published; whether it has ' +
      `others is not known. Correct paging.parameter (now ${parameter ?? 'none, because {cursor} is used'}).`,
  );
