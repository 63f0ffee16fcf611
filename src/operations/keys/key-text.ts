import { keyName } from './key-name';
import { terminalText } from '../../terminal-text';

/** A key as an operator would type it: see `keyName`. */
export const keyText = (chain: string | undefined): string =>
  chain === undefined ? '(keys unknown)' : terminalText(keyName(chain));
