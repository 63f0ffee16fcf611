// The cursor, where an agent that polls by configuration goes on. Operators see it and may set it, so each kind of
// paging has its own word, and a cursor of another kind is refused instead of misread.
import type { ResolvedPaging } from '../../config/agent/resolved-http-poll';
import { pollInvalid } from './poll-failure';
import { defined } from '../../model/defined';

/** A page of the source. An empty object is the first one. */
export interface Position {
  readonly cursor?: string | number;
  /** The path of a link, below the base URL. */
  readonly link?: string;
  readonly offset?: number;
  readonly page?: number;
  /** The greatest time among the items so far, in their form. */
  readonly timestamp?: string | number;
  /** Set while pages after this time are left to read. */
  readonly from?: string | number;
}

/** What a source said about a page, to be sent when the same page is asked for again. */
export interface Validators {
  readonly etag?: string;
  /** `Last-Modified`, if it tells every change. Earlier builds kept it in any case, as `lastModified`. */
  readonly modified?: string;
  /** The page to which the validators belong. */
  readonly of: Position;
  /** What was asked, see `requestDigest`. Earlier builds did not keep it, and nobody knows what they asked. */
  readonly request?: string;
}

/** What is kept of the pages that led here, see `walkedPages`. */
export interface WalkedPages {
  /** What the last pages were like, see `PageTrail`. */
  readonly trail?: readonly string[];
  /** Number of pages with items of the walk under way. */
  readonly walked?: number;
  /** What one of them was like. */
  readonly mark?: string;
  /** True once a page was compared with the first one, and is another. */
  readonly compared?: true;
  /** True once items have moved on from page to page, though the list should grow at its end only. */
  readonly moved?: true;
  /** What was the first item of the list, see `firstLook`. */
  readonly head?: string;
  /** Number of empty pages in a row, each of which named another one. */
  readonly empty?: number;
  /** The limit, once a page was full by it, see `pageBehind`. */
  readonly full?: number;
  /** True once items were found behind a page that is not full. */
  readonly short?: true;
  /** What the page was like behind which there was nothing. */
  readonly behind?: string;
  /** What the first page of a list by number or offset was like, see `PageTrail`. */
  readonly first?: string;
  /** True while it is not known whether the list has this page by number: it may be behind the end. */
  readonly beyond?: true;
}

export interface PollState extends WalkedPages {
  readonly at: Position;
  /** Number of pages that the poll under way has read. */
  readonly pages: number;
  readonly validators?: Validators;
  /** True once an answer had the field that names the next page. */
  readonly found?: true;
}

const FIELDS = {
  cursor: ['cursor'],
  link: ['link'],
  offset: ['offset'],
  page: ['page'],
  timestamp: ['timestamp', 'from'],
} as const;
const OTHERS = [
  'pages',
  'etag',
  'modified',
  'lastModified',
  'of',
  'found',
  'trail',
  'walked',
  'mark',
  'compared',
  'moved',
  'head',
  'empty',
  'full',
  'short',
  'behind',
  'first',
  'beyond',
];
/** The longest cursor of a source, which must fit into ours. */
export const LONGEST_CURSOR = 2_048;

/** @throws PollFailure if the cursor does not belong to this kind of paging. */
export const pollState = (cursor: unknown, paging: ResolvedPaging | undefined): PollState => {
  if (cursor === undefined || cursor === null) return { at: {}, pages: 0 };
  const own: readonly string[] = paging === undefined ? [] : FIELDS[paging.kind];
  const expected = own.length === 0 ? '{}' : `{ ${JSON.stringify(own[0])}: ... }`;
  const refused = (): Error =>
    pollInvalid(
      `Expected a cursor such as ${expected}, got ${shown(cursor)}: give the agent another one, or none (agents set-cursor).`,
    );
  if (typeof cursor !== 'object' || Array.isArray(cursor)) throw refused();
  const given = cursor as Readonly<Record<string, unknown>>;
  if (Object.keys(given).some((name) => !own.includes(name) && !OTHERS.includes(name))) throw refused();
  const at = positionOf(given, own);
  if (at === undefined) throw refused();
  const validators = validatorsOf(given, own);
  return {
    at,
    pages: count(given['pages']) ?? 0,
    ...defined({ validators, found: flag(given['found']) }),
    ...walkOf(given),
  };
};

const walkOf = ({
  trail,
  walked,
  mark,
  compared,
  moved,
  head,
  empty,
  full,
  short,
  behind,
  first,
  beyond,
}: Readonly<Record<string, unknown>>): WalkedPages =>
  defined({
    trail: Array.isArray(trail) ? trail.map(String) : undefined,
    walked: count(walked),
    mark: text(mark),
    compared: flag(compared),
    moved: flag(moved),
    head: text(head),
    empty: count(empty),
    full: count(full),
    short: flag(short),
    behind: text(behind),
    first: text(first),
    beyond: flag(beyond),
  });

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const count = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

const flag = (value: unknown): true | undefined => (value === true ? true : undefined);

/** The state as it is kept: flat, and without empty fields. */
export const keptState = ({ at, pages, validators, ...others }: PollState): unknown => ({
  ...at,
  ...(pages === 0 ? {} : { pages }),
  ...keptOf(validators),
  ...others,
});

/** The request stands beside its page, where earlier builds, which may run during a deploy, pass over it. */
const keptOf = (validators: Validators | undefined): object => {
  if (validators === undefined) return {};
  const { of, request, ...said } = validators;
  return { ...said, of: { ...of, ...defined({ request }) } };
};

/** True if the first page follows the last one again. */
export const restarts = (paging: ResolvedPaging | undefined): boolean =>
  paging !== undefined && paging.kind !== 'timestamp' && paging.restart;

export const samePosition = (left: Position, right: Position): boolean =>
  (['cursor', 'link', 'offset', 'page', 'timestamp', 'from'] as const).every((name) => left[name] === right[name]);

const positionOf = (given: Readonly<Record<string, unknown>>, own: readonly string[]): Position | undefined => {
  const at: Record<string, unknown> = {};
  for (const name of own) {
    const value = given[name];
    if (value === undefined) continue;
    const counts = name === 'offset' || name === 'page';
    const fits = counts ? Number.isSafeInteger(value) && (value as number) >= 0 : isCursor(value);
    if (!fits || (name === 'link' && typeof value !== 'string')) return undefined;
    at[name] = value;
  }
  return at;
};

const validatorsOf = (given: Readonly<Record<string, unknown>>, own: readonly string[]): Validators | undefined => {
  const { etag, modified, of } = given;
  if (typeof of !== 'object' || of === null) return undefined;
  const page = positionOf(of as Readonly<Record<string, unknown>>, own);
  if (page === undefined) return undefined;
  const { request } = of as { readonly request?: unknown };
  return {
    ...(typeof etag === 'string' ? { etag } : {}),
    ...(typeof modified === 'string' ? { modified } : {}),
    of: page,
    ...(typeof request === 'string' ? { request } : {}),
  };
};

/** True if the source names its next page by a link, which paging by cursor sends back as a text. */
export const isLinkCursor = ({ cursor }: Position): boolean =>
  typeof cursor === 'string' && /^(?:https?:\/\/|\/\/|\/[^?]*\?)/.test(cursor);

/** What to do then. */
export const LINK_CURSOR = "The cursor is a link: use paging { kind: 'link', next: ... }.";

/** Refuses numbers that JavaScript cannot hold exactly, because they would name another place. */
export const isCursor = (value: unknown): value is string | number =>
  typeof value === 'string'
    ? value.length <= LONGEST_CURSOR
    : typeof value === 'number' && (Number.isSafeInteger(value) || !Number.isInteger(value));

const shown = (value: unknown): string => JSON.stringify(value).slice(0, 200);
