// JSON has no bytes, Maps and Sets: a Uint8Array becomes an object of numbers, and buffers, Maps and Sets an empty one. It
// has no NaN either, which becomes null. Whoever reads that cannot tell, so they are looked for before a value becomes JSON.

/** What JSON text looks like wherever its value had such parts; most values need no closer look. */
const MAY_HAVE_LOST = { parts: /\{(?:\}|"0":|"type":"Buffer")/, all: /\{(?:\}|"0":|"type":"Buffer")|null/ };

type LostPart = 'bytes' | 'a Map' | 'a Set';

export interface LostInJson {
  readonly what: LostPart | 'NaN' | 'Infinity' | '-Infinity' | 'an invalid Date';
  /** The place in the value, such as `data.list[2]`; '' is all of it. */
  readonly at: string;
}

/**
 * The first part of a value that its JSON would not have, or undefined if there is none. `json` is its text. `parts`: only
 * what has parts of its own counts, and not what would be null.
 */
export const lostInJson = (value: unknown, json: string, counts: 'parts' | 'all' = 'all'): LostInJson | undefined => {
  if (!MAY_HAVE_LOST[counts].test(json)) return undefined;
  const waiting: { readonly at: string; readonly name: string; readonly part: unknown }[] = [
    { at: '', name: '', part: value },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { at, name } = next;
    const part = asWritten(next.part, name);
    const nothing = counts === 'all' ? (nullKind(next.part) ?? nullKind(part)) : undefined;
    if (nothing !== undefined) return { what: nothing, at };
    if (typeof part !== 'object' || part === null) continue;
    const what = lostKind(part);
    if (what !== undefined) return { what, at };
    const inner = Object.entries(part).map(([below, one]: [string, unknown]) => ({
      at: placeBelow(at, part, below),
      name: below,
      part: one,
    }));
    waiting.push(...inner.reverse());
  }
  return undefined;
};

/** What JSON writes as null, though it is not. */
const nullKind = (part: unknown): LostInJson['what'] | undefined => {
  if (typeof part === 'number' && !Number.isFinite(part)) return String(part) as 'NaN';
  const isDate = typeof part === 'object' && Object.prototype.toString.call(part) === '[object Date]';
  return isDate && Number.isNaN(Number(part)) ? 'an invalid Date' : undefined;
};

/** What JSON is made of: a part may say itself what it is. The JSON of a Buffer is no bytes any more. */
const asWritten = (part: unknown, name: string): unknown => {
  if (typeof part !== 'object' || part === null || lostKind(part) === 'bytes') return part;
  const { toJSON } = part as { readonly toJSON?: unknown };
  return typeof toJSON === 'function' ? (Reflect.apply(toJSON, part, [name]) as unknown) : part;
};

/** Values of any realm: `instanceof` knows its own realm's only. */
const lostKind = (part: object): LostPart | undefined => {
  if (ArrayBuffer.isView(part)) return 'bytes';
  switch (Object.prototype.toString.call(part)) {
    case '[object ArrayBuffer]':
    case '[object SharedArrayBuffer]':
      return 'bytes';
    case '[object Map]':
      return 'a Map';
    case '[object Set]':
      return 'a Set';
    default:
      return undefined;
  }
};

const placeBelow = (at: string, whole: object, name: string): string => {
  if (Array.isArray(whole)) return `${at}[${name}]`;
  const shown = name.slice(0, 100);
  return at === '' ? shown : `${at}.${shown}`;
};

const INSTEAD: Readonly<Record<LostInJson['what'], string>> = {
  bytes: 'give them as text, as base64 for example',
  'a Map': 'give it as an object or a list of its entries',
  'a Set': 'give it as a list',
  NaN: 'give null, or leave it out',
  Infinity: 'give null, or leave it out',
  '-Infinity': 'give null, or leave it out',
  'an invalid Date': 'give null, or leave it out',
};

/** Says what JSON cannot hold, where it is, and how to give it instead. */
export const lossWords = ({ what, at }: LostInJson): string =>
  `${what}${at === '' ? '' : ` in ${at}`}, which JSON cannot hold: ${INSTEAD[what]}.`;
