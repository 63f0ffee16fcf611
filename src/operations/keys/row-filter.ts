import type { KeySelection } from './key-selection';
import { CAUSE_MANY, CAUSE_UNKNOWN, type CensusRow } from '../census/census';
import { OTHER } from '../../model/keys/census';

type Row = Pick<CensusRow, 'status' | 'destination' | 'cause'>;

/** What a command is to be given, so that it acts on the keys of a row and on no others. */
export type RowFilter = Pick<KeySelection, 'destination' | 'error' | 'exact'>;

/** Keys whose cause nobody knows, or that are too many to be told apart, are found by no filter. */
const UNASKABLE: ReadonlySet<string | undefined> = new Set([CAUSE_UNKNOWN, CAUSE_MANY, OTHER]);

/** A code alone stands for all of its statuses, and no destination for all of them, unless the filter is exact. */
export const selects = ({ destination, error = '', exact }: RowFilter, row: Row): boolean => {
  const { cause = '' } = row;
  if (exact === true) return row.destination === destination && cause === error;
  return (
    (destination === undefined || row.destination === destination) &&
    (error === '' || cause === error || cause.startsWith(`${error}:`))
  );
};

/** False for keys that no filter finds. */
export const isAskable = ({ destination, cause }: Row): boolean => !UNASKABLE.has(cause) && destination !== OTHER;

/** The filter for one of `rows`, which are all that stand in its status; undefined if none finds its keys alone. */
export const rowFilter = ({ status, destination, cause }: Row, rows: readonly Row[]): RowFilter | undefined => {
  if (!isAskable({ status, destination, cause })) return undefined;
  const plain = {
    ...(destination === undefined ? {} : { destination }),
    ...(cause === undefined ? {} : { error: cause }),
  };
  const isWider = rows.some(
    (other) => selects(plain, other) && (other.destination !== destination || other.cause !== cause),
  );
  return isWider ? { ...plain, exact: true } : plain;
};
