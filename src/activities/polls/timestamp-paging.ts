// Paging by time. Each poll asks again for the time of the last item and leaves out, by their ids, items that the agent
// has published before: items of the same moment may fall on both sides of the border between two polls.
import type { ResolvedTimestampPaging } from '../../config/agent/resolved-http-poll';
import type { AnswerPart } from './answer-part';
import { earlier, hasNoZone, timeOf } from './item-time';
import { pollInvalid } from './poll-failure';
import type { Position } from './poll-position';

/** An item dated further ahead than this must not move the cursor, or nothing would be seen until then. */
const AHEAD_MS = 3_600_000;
/** The clock of a source that names no zone may be ahead of UTC by this much, which is the earth's easternmost zone. */
const ZONE_MS = 14 * 3_600_000;

/**
 * The time to ask from; undefined for all. Within a poll it advances from page to page, of the overlap only by as much as
 * an API needs that gives what is later.
 */
export const timestampAsked = (
  { overlapMs, start }: ResolvedTimestampPaging,
  { timestamp, from }: Position,
): string | number | undefined => {
  if (from !== undefined) return earlier(from, Math.min(overlapMs, 1));
  return timestamp === undefined ? start : earlier(timestamp, overlapMs);
};

/** @throws PollFailure if the source cannot be followed without a gap. */
export const afterTimes = (
  paging: ResolvedTimestampPaging,
  at: Position,
  items: readonly AnswerPart[],
  nowMs: number,
): { readonly at: Position; readonly more: boolean } => {
  const times = items.map((item, index) => timed(item.at(paging.field)?.exact, paging.field, index));
  const full = paging.limit !== undefined && items.length >= paging.limit;
  if (full) assertAscending(times);
  const last = latest(times.filter(({ value, ms }) => ms <= nowMs + AHEAD_MS + (hasNoZone(value) ? ZONE_MS : 0)));
  if (times.length > 0 && last.length === 0) throw allAhead(paging.field, times);
  const timestamp = latest([...(at.timestamp === undefined ? [] : [timed(at.timestamp, 'the cursor', 0)]), ...last]);
  const high = timestamp[0] === undefined ? {} : { timestamp: timestamp[0].value };
  if (!full) return { at: high, more: false };
  const asked = at.from ?? timestampAsked(paging, at);
  const askedMs = timeOf(asked);
  if (last[0] === undefined || (askedMs !== undefined && last[0].ms <= askedMs)) {
    const count = String(items.length);
    throw pollInvalid(
      `A full page of ${count} items, none of which is later than the time that was asked for (${String(asked)}): ` +
        'paging cannot get past them. Raise paging.limit above the number of items that share one time.',
    );
  }
  return { at: { ...high, from: last[0].value }, more: true };
};

interface Timed {
  readonly value: string | number;
  readonly ms: number;
}

const timed = (value: unknown, name: string, index: number): Timed => {
  const ms = timeOf(value);
  if (ms !== undefined) return { value: value as string | number, ms };
  const got = (JSON.stringify(value) as string | undefined)?.slice(0, 100) ?? 'nothing';
  throw pollInvalid(`Item ${index}: expected a time in ${name}, got ${got}.`);
};

/** The cursor would never move: each poll would ask for everything again, and items beyond the window come twice. */
const allAhead = (field: string, [first]: readonly Timed[]): Error =>
  pollInvalid(
    `All items of the page are dated more than an hour ahead (15 hours where they name no zone), the first one ${JSON.stringify(first?.value).slice(0, 100)} ` +
      `in ${field}: the poll cannot go on from there. Correct paging.field, or the clock of the source.`,
  );

/** The latest item, the first one of several; none if there are no items. */
const latest = (times: readonly Timed[]): readonly Timed[] => {
  let found: Timed | undefined;
  for (const time of times) if (found === undefined || time.ms > found.ms) found = time;
  return found === undefined ? [] : [found];
};

/** If a source listed items newest first, those between this page and the last poll would never be asked for. */
const assertAscending = (times: readonly Timed[]): void => {
  let before = -Infinity;
  for (const [index, { ms }] of times.entries()) {
    if (ms < before) {
      throw pollInvalid(
        `Item ${index} of a full page is older than the one before it. Paging by timestamp needs the oldest ` +
          'first: ask the API to sort so, or raise paging.limit so that one page has all.',
      );
    }
    before = ms;
  }
};
