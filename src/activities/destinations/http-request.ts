import type { EffectRequest } from '../../model/contract/effect-contract';

/**
 * The address of a request below its destination's base URL. Paths may be made of record data, which is hostile: they
 * can neither leave the base path nor name another host.
 * @throws Error in words, when the path is not one.
 */
export const requestUrl = (baseUrl: string, { path = '', query = {} }: EffectRequest): URL => {
  if (path !== '' && !/^[/?]/.test(path)) throw new Error(`expected a path that begins with "/", got ${quote(path)}`);
  // The URL parser leaves out line breaks and tabs wherever they stand: `.\t.` would become a dot segment.
  if (CONTROL.test(path)) throw new Error(`expected a path without control characters, got ${quote(path)}`);
  const mark = path.indexOf('?');
  // It cuts off spaces at the end, too.
  const pathname = (mark < 0 ? path : path.slice(0, mark)).replaceAll(' ', '%20');
  // A backslash is a slash to the URL parser, but not in a query.
  if (/^\/\/|\\/.test(pathname) || path.includes('#'))
    throw new Error(`expected a path without "//", "\\" or "#", got ${quote(path)}`);
  // The URL parser resolves these also in their escaped forms.
  if (/(^|\/)(\.|%2e){1,2}(\/|$)/i.test(pathname))
    throw new Error(`expected a path without dot segments, got ${quote(path)}`);
  const url = new URL(baseUrl.replace(/\/+$/, '') + pathname);
  // The setter takes one question mark off, which is not to be one of the query's own.
  if (mark >= 0) url.search = path.slice(mark);
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, String(value));
  return url;
};

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

const quote = (text: string): string => JSON.stringify(text.slice(0, 200));
