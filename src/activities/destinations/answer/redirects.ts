import type { HttpDestination } from '../../../config/destination/resolved-destination';
import type { HttpAnswer } from './http-answer';
import { readBody } from './response-body';

/** Redirects that one call follows, if its destination follows any. */
const MOST_HOPS = 3;
/** The body of a redirect is read up to this size, so that the connection can be used again. */
const UNWANTED_BYTES = 65_536;
const SHOWN_CHARACTERS = 200;

export interface FinalAnswer {
  readonly response: HttpAnswer;
  /** Words that follow the status of a redirect that is not followed, because a person has to decide; else ''. */
  readonly redirected: string;
}

/** Makes requests, and follows redirects as far as the destination lets it. */
export class Redirects {
  constructor(
    private readonly options: Pick<HttpDestination, 'redirects' | 'baseUrl'>,
    /** Removes secrets from words. */
    private readonly redact: (text: string) => string,
  ) {}

  async answer(first: URL, request: (url: URL) => Promise<HttpAnswer>): Promise<FinalAnswer> {
    const { redirects, baseUrl } = this.options;
    for (let url = first, hops = 0; ; hops += 1) {
      const response = await request(url);
      const { location } = response.headers;
      const found = typeof location === 'string' ? redirect(response.status, location, url, baseUrl) : undefined;
      if (found === undefined) return { response, redirected: '' };
      // Redact before cutting: half a secret at the end would not be recognised.
      const words = ` to ${this.redact(found.where).slice(0, SHOWN_CHARACTERS)}, not followed`;
      if (redirects === 'refuse') return { response, redirected: words };
      if ('not' in found.follow) return { response, redirected: `${words}: ${found.follow.not}` };
      if (hops === MOST_HOPS) return { response, redirected: `${words}: ${MOST_HOPS} others led there` };
      await readBody(response.data, UNWANTED_BYTES);
      url = found.follow.url;
    }
  }
}

/** Redirects that say: the same request, at another address (RFC 9110, 15.4.8 and 15.4.9). */
const SAME_REQUEST: readonly number[] = [307, 308];

export interface Redirect {
  /** Origin and path of the address, without its query, which may hold what nobody should read. */
  readonly where: string;
  /** The address, if the same request may go there; otherwise why not, in words. */
  readonly follow: { readonly url: URL } | { readonly not: string };
}

/**
 * Where an answer sends its caller; undefined if nowhere. The other side chooses the address and requests carry
 * credentials, so that only an address below the base URL may be followed.
 */
export const redirect = (
  status: number,
  location: string | undefined,
  from: URL,
  baseUrl: string,
): Redirect | undefined => {
  if (status < 300 || status > 399 || location === undefined) return undefined;
  if (!URL.canParse(location, from.href))
    return { where: 'an address that is no URL', follow: { not: 'it is no URL' } };
  const url = new URL(location, from);
  const web = /^https?:$/.test(url.protocol);
  const where = web ? url.origin + url.pathname : `an address of ${url.protocol}`;
  const not = (why: string): Redirect => ({ where, follow: { not: why } });
  if (!SAME_REQUEST.includes(status)) return not('only 307 and 308 keep method and body');
  return isBelow(url, new URL(baseUrl)) ? { where, follow: { url } } : not('it is not below the base URL');
};

const isBelow = (url: URL, base: URL): boolean => {
  const root = base.pathname.replace(/\/+$/, '');
  const inside = url.pathname === root || url.pathname.startsWith(`${root}/`);
  return url.origin === base.origin && inside && url.username === '' && url.password === '';
};
