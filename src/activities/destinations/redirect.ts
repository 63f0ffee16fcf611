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
