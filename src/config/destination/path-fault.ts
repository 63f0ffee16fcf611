/** It would be sent as U+FFFD, like any other unpaired half: two ids would be one. */
const HALF = /\p{Surrogate}/u;
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * What a path, perhaps with a query, had to be for a request to have it; undefined if it is. Paths may be made from
 * record data, which is hostile, so they must neither leave the base path nor name another host.
 */
export const pathFault = (path: string): string | undefined => {
  if (path !== '' && !/^[/?]/.test(path)) return 'a path that begins with "/"';
  if (HALF.test(path)) return 'a path that is text, without half of a surrogate pair';
  // The URL parser drops line breaks and tabs anywhere: `.\t.` would become a dot segment.
  if (CONTROL.test(path)) return 'a path without control characters';
  const [pathname = ''] = path.split('?', 1);
  // To the URL parser a backslash is a slash, except in a query.
  if (/^\/\/|\\/.test(pathname) || path.includes('#')) return 'a path without "//", "\\" or "#"';
  // The URL parser resolves dot segments in their escaped forms too.
  return /(^|\/)(\.|%2e){1,2}(\/|$)/i.test(pathname) ? 'a path without dot segments' : undefined;
};
