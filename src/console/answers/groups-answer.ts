import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { Census, CensusRow } from '../../operations/census/census';
import { takesFilters } from '../../operations/named';
import { defined } from '../../model/defined';
import { terminalText } from '../../terminal-text';
import type { GroupRow, Groups } from '../wire/overview';

/** Keys whose cause nobody knows, or that are too many to be told apart, are found by no filter. */
const isSelectable = (config: ResolvedConfig, { destination, cause }: CensusRow): boolean =>
  takesFilters(config, defined({ destination, error: cause }));

const shown = (text: string | undefined): string | undefined => text && terminalText(text, 100);

/** What the census has counted, in its order. */
export const groupsAnswer = (config: ResolvedConfig, { rows, complete }: Census): Groups => ({
  complete,
  rows: rows.map((row): GroupRow => ({
    route: row.route,
    status: row.status,
    keys: row.keys,
    ...defined({
      destination: shown(row.destination),
      cause: shown(row.cause),
      since: row.since === undefined ? undefined : new Date(row.since).toISOString(),
    }),
    selectable: isSelectable(config, row),
  })),
});
