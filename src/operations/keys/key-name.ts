// How keys are named to operators, in logs, tables and answers, so that `-k` takes every name that is printed anywhere.
import { terminalText } from '../../terminal-text';

const MARKED = /^~(empty|null-[ps]\d{1,10})$/;
/** A key too long for an id: see `chainId`. */
const HASHED = /^(?:[A-Za-z0-9._:@=+-]|%[0-9A-F]{2}){0,48}~[0-9a-f]{64}$/;
const ENCODED = /^(?:[A-Za-z0-9._:@=+-]|%[0-9A-F]{2}){1,120}$/;

/** The text of a key, if a terminal shows it so that it can be copied; undefined for others. */
const plainText = (chain: string): string | undefined => {
  if (!ENCODED.test(chain)) return undefined;
  try {
    const text = decodeURIComponent(chain);
    const isPlain = terminalText(text, Infinity) === text && !/^\s|\s$|[^\S ]/.test(text) && !text.startsWith('~');
    return isPlain ? text : undefined;
  } catch {
    // The bytes of the key are no text.
    return undefined;
  }
};

/**
 * Names the key of a chain: its text, where that is plain, and otherwise `~` and the chain, such as `~empty`, `~null-p3`,
 * `~%00%FF` or, of a key that is too long, its beginning and its SHA-256.
 */
export const keyName = (chain: string): string => plainText(chain) ?? (chain.startsWith('~') ? chain : `~${chain}`);

/** The chain that a name stands for; undefined if the text is no such name but the text of a key. */
export const chainNamed = (name: string): string | undefined => {
  if (!name.startsWith('~')) return undefined;
  if (MARKED.test(name) || HASHED.test(name)) return name;
  const chain = name.slice(1);
  const isName = HASHED.test(chain) || ENCODED.test(chain);
  return isName && keyName(chain) === name ? chain : undefined;
};

/** The key of a chain; undefined where its id does not say, and for records without a key. */
export const chainBytes = (chain: string): Uint8Array | undefined => {
  if (chain === '~empty') return new Uint8Array();
  if (!ENCODED.test(chain)) return undefined;
  return Buffer.from(
    chain.replace(/%(..)/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );
};
