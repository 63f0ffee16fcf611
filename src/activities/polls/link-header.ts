// `Link` header fields (RFC 8288), as far as paging needs them.

/** One link: its target between < and >, then its parameters; commas may stand in both. */
const LINK = /\s*<([^<>]*)>((?:\s*;\s*[^\s=;,"]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)\s*(?:,|$)/gy;
const PARAMETER = /;\s*([^\s=;,"]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/g;

/** Target of the first link of relation `next`, as it stands there. What is no link ends the search. */
export const nextLink = (header: string): string | undefined => {
  for (const [, target, parameters = ''] of header.matchAll(LINK)) {
    const given = new Map<string, string>();
    for (const [, name = '', quoted, plain = ''] of parameters.matchAll(PARAMETER)) {
      const key = name.toLowerCase();
      // Only the first counts (RFC 8288, 3.3).
      if (!given.has(key)) given.set(key, quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1'));
    }
    const relations = (given.get('rel') ?? '').toLowerCase().split(/\s+/);
    // With an anchor it is the link of another page.
    if (relations.includes('next') && !given.has('anchor')) return target;
  }
  return undefined;
};
