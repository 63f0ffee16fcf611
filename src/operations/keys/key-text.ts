import type { WireBytes } from '../../model/contract/record';
import { terminalText } from '../../terminal-text';

/** A key as an operator would type it; one that cannot be typed is shown in base64. */
export const keyText = (key: WireBytes | null | undefined, chain: string | undefined): string => {
  if (key === undefined) return chain === undefined ? '(keys unknown)' : terminalText(chain, 80);
  if (key === null) return `(null key, ${chain ?? 'lane'})`;
  if (typeof key !== 'string') return `base64:${terminalText(key.base64, 80)}`;
  return key === '' ? '(empty key)' : terminalText(key, 80);
};
