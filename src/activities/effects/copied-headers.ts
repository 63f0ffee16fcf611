import { headerId, refusedHeader } from '../../config/destination/refused-header';
import type { ResolvedHeaderCopy } from '../../config/route/resolved-route';
import type { WireRecord } from '../../model/contract/record';
import { headerBytes } from './record-header';
import { steersReceiver } from './steers-receiver';

/** Sluice's own, on records that it has published and in requests: only a name in full takes them over. */
const SLUICE = /^sluice[-._]/i;

/**
 * The headers of a record that its `deliver` route copies, each character of a value one byte: a request carries them
 * byte for byte, or is refused. Values of a repeated name are joined in order, as HTTP itself joins them; null is none.
 */
export const copiedHeaders = (
  copy: ResolvedHeaderCopy,
  { headers = [] }: Pick<WireRecord, 'headers'>,
): readonly (readonly [name: string, value: string])[] => {
  const copied = new Map<string, readonly [name: string, value: string]>();
  for (const [name, value] of headers) {
    if (value === null || !copies(copy, name)) continue;
    const text = headerBytes(value).toString('latin1');
    const id = name.toLowerCase();
    const [first, before] = copied.get(id) ?? [name];
    copied.set(id, [first, before === undefined ? text : `${before}, ${text}`]);
  }
  return Array.from(copied.values());
};

const copies = ({ names, prefixes, never }: ResolvedHeaderCopy, name: string): boolean => {
  if (never.has(headerId(name))) return false;
  const lower = name.toLowerCase();
  if (names.has(lower)) return true;
  return !isSpecial(name) && prefixes.some((prefix) => lower.startsWith(prefix));
};

/** A pattern must not make a record fail, count as another kind or steer its receiver by what it was not meant for. */
const isSpecial = (name: string): boolean =>
  SLUICE.test(name) ||
  refusedHeader(name) !== undefined ||
  steersReceiver(name) ||
  // Beside the one that is sent, it would be a second type of the body.
  (headerId(name) === 'content-type' && name.includes('_'));
