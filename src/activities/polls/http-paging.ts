// Leads from one page of a source to the next. It is pure: it gives the place of a page, and what follows its answer.
import type { ResolvedCountPaging, ResolvedCursorPaging, ResolvedPaging } from '../../config/agent/resolved-http-poll';
import type { AnswerPart } from './answer-part';
import { pollInvalid } from './poll-failure';
import type { PolledRecord } from '../../config/agent/poll-source';
import { fieldsOf } from './fields-of';
import { isCursor, LONGEST_CURSOR, type Position } from './poll-position';
import { afterTimes, timestampAsked } from './timestamp-paging';

/** A page as the source answered it. */
export interface Page {
  /** Undefined if it is empty. */
  readonly body: AnswerPart | undefined;
  readonly items: readonly AnswerPart[];
  /** One for each item. */
  readonly records: readonly PolledRecord[];
  /** The path of `Link: rel="next"`, below the base URL. */
  readonly link: string | undefined;
}

export interface NextPage {
  readonly at: Position;
  /** True if the next page must be read now, and not by the next poll. */
  readonly more: boolean;
  /** Set if a page with items names itself as the next one. */
  readonly itself?: true;
}

/** What `{cursor}` stands for; undefined if there is none yet. */
export const placeOf = (paging: ResolvedPaging | undefined, at: Position): string | number | undefined => {
  switch (paging?.kind) {
    case 'cursor':
      return at.cursor ?? paging.start;
    case 'offset':
      return at.offset ?? paging.start;
    case 'page':
      return at.page ?? paging.start;
    case 'timestamp':
      return timestampAsked(paging, at);
    case 'link':
    case undefined:
      return undefined;
  }
};

/** @throws PollFailure if the answer does not say how to go on. */
export const nextPage = (paging: ResolvedPaging | undefined, at: Position, page: Page, nowMs: number): NextPage => {
  switch (paging?.kind) {
    case undefined:
      return { at: {}, more: false };
    case 'cursor':
      return afterCursor(paging, at, page);
    case 'link':
      if (page.link === undefined) return ended(paging.restart, at);
      if (page.link === at.link) return { ...ended(paging.restart, at), itself: true };
      return { at: { link: page.link }, more: true };
    case 'offset':
    case 'page':
      return afterCount(paging, at, page.items.length);
    case 'timestamp':
      return afterTimes(paging, at, page.items, nowMs);
  }
};

const ended = (restart: boolean, at: Position): NextPage => ({ at: restart ? {} : at, more: false });

const afterCursor = (paging: ResolvedCursorPaging, at: Position, { body, items }: Page): NextPage => {
  const next = nextCursor(paging, body, items);
  const leads = next !== undefined && next !== placeOf(paging, at);
  const has = body === undefined ? false : hasMore(paging, body);
  if (!leads) {
    if (has === true) throw namesNoWay(paging, next);
    return { ...ended(paging.restart, at), ...(next !== undefined && items.length > 0 ? { itself: true } : {}) };
  }
  // A list may have an empty page in its middle. But an endless feed names a cursor even on its last page, and the next
  // poll goes on from there.
  const more = has ?? (items.length > 0 || paging.restart);
  return more ? { at: { cursor: next }, more } : ended(paging.restart, { cursor: next });
};

/** Undefined if the configuration names no such flag. A flag that is none looks like the last page for ever. */
const hasMore = ({ hasMore: path, optional }: ResolvedCursorPaging, body: AnswerPart): boolean | undefined => {
  if (path === undefined) return undefined;
  const found: unknown = body.at(path)?.value;
  if (typeof found === 'boolean') return found;
  // Some APIs leave it out where it would be false, and name a cursor all the same.
  if (optional && (found === undefined || found === null)) return false;
  const got = found === undefined ? `nothing (${fieldsOf(body.value)})` : found === null ? 'null' : typeof found;
  throw pollInvalid(
    `Expected true or false in ${path}, which says whether pages are left, got ${got}. The items of this page are ` +
      'published. Correct paging.hasMore, or leave it out: then a page whose next cursor leads on is not the last one. If the API ' +
      'leaves it out where it is false, set paging.optional: true.',
  );
};

const namesNoWay = ({ hasMore: path, next: name }: ResolvedCursorPaging, next: string | number | undefined): Error =>
  pollInvalid(
    `Expected the next cursor in ${name}, because ${String(path)} says that pages are left, got ` +
      `${next === undefined ? 'none' : 'that of this page'}. The items of this page are published. ` +
      'Correct paging.next or paging.hasMore.',
  );

const nextCursor = (
  { next: path, of }: ResolvedCursorPaging,
  body: AnswerPart | undefined,
  items: readonly AnswerPart[],
): string | number | undefined => {
  const found = (of === 'body' ? body : items.at(-1))?.at(path);
  if (found !== undefined && !isNoCursor(found.value)) return cursorOf(found, path);
  if (of === 'body' || items.length === 0) return undefined;
  throw pollInvalid(
    `Item ${items.length - 1}: expected the next cursor in ${path} of the last item, got ${found === undefined ? 'nothing' : 'none'}. ` +
      'The items of this page are published. Correct paging.next.',
  );
};

const isNoCursor = (next: unknown): boolean => next === null || next === '' || next === false;

/** A number that JavaScript would change leads on as its own digits. */
const cursorOf = ({ value, exact }: AnswerPart, path: string): string | number => {
  if (isCursor(exact)) return exact;
  const got = typeof value === 'string' ? `text of ${value.length} characters` : typeof value;
  const number = typeof value === 'number' ? ' beyond 2^53, which is not exact' : '';
  throw pollInvalid(
    `Expected the next cursor in ${path} as text of at most ${LONGEST_CURSOR} characters or a number, ` +
      `got ${got}${number}.`,
  );
};

const afterCount = (paging: ResolvedCountPaging, at: Position, count: number): NextPage => {
  const { kind, limit, restart } = paging;
  const full = count >= limit;
  if (kind === 'offset') {
    const position = { offset: (at.offset ?? paging.start) + count };
    return full ? { at: position, more: true } : ended(restart, position);
  }
  // A page that is not full will fill up, so it is asked for again.
  const page = at.page ?? paging.start;
  return full ? { at: { page: page + 1 }, more: true } : ended(restart, { page });
};
