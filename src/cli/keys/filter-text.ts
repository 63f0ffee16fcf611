import type { KeySelection } from '../../operations/keys/key-selection';
import { shellWord } from '../../model/shell-word';

/** ` -s parked --destination ledger --error http-status:422`: a selection as commands take it. */
export const filterText = ({ status, destination, error, exact }: KeySelection): string =>
  [
    ` -s ${status}`,
    destination === undefined ? '' : ` --destination ${shellWord(destination)}`,
    error === undefined ? '' : ` --error ${shellWord(error)}`,
    exact === true ? ' --exact' : '',
  ].join('');

/** `parked at destination ledger with error http-status:422` */
export const selectedText = ({ status, destination, error, exact }: KeySelection): string =>
  [
    status === 'all' ? 'known' : status,
    destination === undefined ? '' : ` at destination ${destination}`,
    error === undefined ? '' : ` with error ${error}`,
    exact === true ? ' and nothing else' : '',
  ].join('');
