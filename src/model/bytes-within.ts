// JSON has no bytes: a Uint8Array becomes an object of numbers, and a buffer an empty object. Whoever reads that
// cannot tell, so bytes are looked for before a value becomes JSON.

/** What JSON text looks like wherever its value had bytes; most values need no closer look. */
const MAY_HAVE_BYTES = /\{(?:\}|"0":|"type":"Buffer")/;

/** Where a value has bytes, such as `data.list[2]`, or undefined if it has none. `json` is its text; '' is all of it. */
export const bytesWithin = (value: unknown, json: string): string | undefined => {
  if (!MAY_HAVE_BYTES.test(json)) return undefined;
  const waiting: { readonly at: string; readonly part: unknown }[] = [{ at: '', part: value }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { at, part } = next;
    if (typeof part !== 'object' || part === null) continue;
    if (isBinary(part)) return at;
    // It says itself what it is in JSON.
    if ('toJSON' in part && typeof part.toJSON === 'function') continue;
    const inner = Object.entries(part).map(([name, one]: [string, unknown]) => ({
      at: below(at, part, name),
      part: one,
    }));
    waiting.push(...inner.reverse());
  }
  return undefined;
};

const isBinary = (value: object): boolean =>
  ArrayBuffer.isView(value) || /^\[object (?:Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value));

const below = (at: string, whole: object, name: string): string => {
  if (Array.isArray(whole)) return `${at}[${name}]`;
  const shown = name.slice(0, 100);
  return at === '' ? shown : `${at}.${shown}`;
};
