import type { WireBytes } from '../../model/contract/record';
import { keyName } from '../../operations/keys/key-name';

const WITHOUT_KEY = /^~null-/;

interface WithKey {
  readonly key?: WireBytes | null;
  readonly chain?: string;
}

/** The key as documents have it. One that is too long to be shown is known by its name, which `-k` takes. */
export const keyDocument = ({ key, chain }: WithKey): WireBytes | { readonly name: string } | null =>
  key ?? (chain === undefined || WITHOUT_KEY.test(chain) ? null : { name: keyName(chain) });

/** The same, with its key as documents have it, if it has one. */
export const withKeyDocument = <T extends WithKey>(of: T): T | (Omit<T, 'key'> & { readonly key: unknown }) =>
  of.key === undefined ? of : { ...of, key: keyDocument(of) };
