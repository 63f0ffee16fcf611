// Reads links to the next page: in the header `Link` (RFC 8288), as far as paging needs it, or in the body. What it
// cannot read is a failure, because it would look like the last page.
import type { AnswerPart } from './answer-part';
import { pollInvalid } from './poll-failure';
import { LONGEST_CURSOR } from './poll-position';
import { requestUrl } from '../destinations/request/http-request';

/** What may stand before a link: white space and empty elements of the list (RFC 9110, 5.6.1). */
const BETWEEN = /[\s,]*/y;
const TARGET = /<([^<>]*)>/y;
/** One parameter, which may be empty: `; rel="next"`, `; rel=next`, `;`. Some APIs use single quotes: `; rel='next'`. */
const PARAMETER =
  /\s*;\s*(?:([^\s=;,"]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^',;"]*)'(?=\s*(?:[;,]|$))|([^\s;,"]*)))?)?/y;
const END = /\s*(?:,|$)/y;

/**
 * The unchanged target of the first link of relation `next`; undefined if none has it.
 * @throws PollFailure if the header cannot be read to its end before one was found: it may name a next page.
 */
export const nextLink = (header: string): string | undefined => {
  const text = { header, at: 0 };
  for (taken(text, BETWEEN); text.at < header.length; taken(text, BETWEEN)) {
    const target = taken(text, TARGET)?.[1];
    const given = parameters(text);
    if (target === undefined || taken(text, END) === null) throw unreadable(text);
    const relations = (given.get('rel') ?? '').toLowerCase().split(/\s+/);
    // A link with an anchor belongs to another page.
    if (relations.includes('next') && !given.has('anchor')) return target;
  }
  return undefined;
};

/** A header that is read up to a place. */
interface Reading {
  readonly header: string;
  at: number;
}

const taken = (text: Reading, pattern: RegExp): RegExpExecArray | null => {
  pattern.lastIndex = text.at;
  const found = pattern.exec(text.header);
  if (found !== null) text.at = pattern.lastIndex;
  return found;
};

const parameters = (text: Reading): ReadonlyMap<string, string> => {
  const given = new Map<string, string>();
  for (let found = taken(text, PARAMETER); found !== null; found = taken(text, PARAMETER)) {
    const [, name = '', quoted, single, plain = ''] = found;
    const key = name.toLowerCase();
    // Only the first of a name counts (RFC 8288, 3.3).
    if (!given.has(key)) given.set(key, quoted === undefined ? (single ?? plain) : quoted.replace(/\\(.)/g, '$1'));
  }
  return given;
};

/** Tells the place and not the text, because a link may hold what nobody should read. */
const unreadable = ({ header, at }: Reading): Error =>
  pollInvalid(
    `Expected a Link header such as </items?page=2>; rel="next", got one of ${header.length} characters that cannot ` +
      `be read from character ${at} on: a next page may stand there. If the body has the link, set paging.next.`,
  );

/** The link in a field of the body; undefined on the last page. @throws PollFailure if something else is there. */
export const bodyLink = (body: AnswerPart | undefined, path: string): string | undefined => {
  const found = body?.at(path)?.value;
  if (found === undefined || found === null || found === '' || found === false) return undefined;
  if (typeof found === 'string') return found;
  throw pollInvalid(`Expected the link to the next page in ${path} as text, got ${typeof found}.`);
};

/**
 * A link of a response as a path below the base URL of its destination. Links come from the other side and calls carry
 * credentials, so a link to another origin or out of the base path must not be followed. With `pathOnly`, the origin that
 * a link names does not count: the base URL's does.
 * @throws PollFailure
 */
export const linkPath = (target: string, requested: URL, baseUrl: string, pathOnly = false): string => {
  const base = new URL(baseUrl);
  const root = base.pathname.replace(/\/+$/, '');
  if (!URL.canParse(target, requested.href)) throw refused('is not a URL', target);
  const named = new URL(target, requested);
  const url = pathOnly ? new URL(named.pathname + named.search, base) : named;
  if (url.origin !== base.origin) {
    throw refused(`leads to another origin than ${base.origin}`, target, OTHERWISE);
  }
  const path = url.pathname.slice(root.length);
  if (!url.pathname.startsWith(root) || !(path === '' || path.startsWith('/'))) {
    throw refused(`leads out of the base path ${root}/`, target);
  }
  const link = path + url.search;
  if (link.length > LONGEST_CURSOR) throw refused(`has more than ${LONGEST_CURSOR} characters`, target);
  // The cursor becomes a request later. What the request would refuse is reported here, where the page is known.
  if (!isRequestPath(link, baseUrl)) throw refused('is not a path below the base URL', target);
  return link;
};

/** Gives no reason, because the reason would quote the query. */
const isRequestPath = (path: string, baseUrl: string): boolean => {
  try {
    requestUrl(baseUrl, { path });
    return true;
  } catch {
    return false;
  }
};

/** An API behind a proxy names the address at which the proxy calls it. */
const OTHERWISE =
  ' If this is the same API, which names itself otherwise than you call it, set paging.pathOnly: true to take only path ' +
  'and query of its links.';

/** Shows the link without its query, which may hold what nobody should read. */
const refused = (why: string, target: string, advice = ''): Error =>
  pollInvalid(
    `The link to the next page ${why}, and is not followed: ${JSON.stringify(target.split('?', 1)[0]?.slice(0, 200))}.${advice}`,
  );
