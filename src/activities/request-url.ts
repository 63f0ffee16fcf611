import type { EffectRequest } from '../model/effect-contract';

/**
 * The address of a request below its destination's base URL. Paths may be made of record data, which is hostile: they
 * can neither leave the base path nor name another host.
 * @throws Error in words, when the path is not one.
 */
export const requestUrl = (baseUrl: string, { path = '', query = {} }: EffectRequest): URL => {
  if (path !== '' && !/^[/?]/.test(path)) throw new Error(`expected a path that begins with "/", got ${quote(path)}`);
  const [pathname = '', search] = path.split('?', 2);
  if (/[\\#]|^\/\//.test(path)) throw new Error(`expected a path without "//", "\\" or "#", got ${quote(path)}`);
  // The URL parser resolves these also in their escaped forms.
  if (/(^|\/)(\.|%2e){1,2}(\/|$)/i.test(pathname))
    throw new Error(`expected a path without dot segments, got ${quote(path)}`);
  const url = new URL(baseUrl.replace(/\/+$/, '') + pathname);
  if (search !== undefined) url.search = search;
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, String(value));
  return url;
};

const quote = (text: string): string => JSON.stringify(text.slice(0, 200));
