// What an empty list does not say: whether such keys stand otherwise, or can never stand so.
import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { WAIT_REASONS } from '../../model/contract/wait-reason';
import { AskingTime } from '../asking-time';
import type { Census, CensusRow } from '../census/census';
import { takeCensus } from '../census/take-census';
import { KEY_FILTERS, STATUSES, type KeyFilter } from './key-filter';
import type { KeySelection } from './key-selection';
import { isAskable, selects } from './row-filter';

/** Selections that are named. */
const NAMED = 5;
/** What an empty list may cost at most beyond itself. */
const ASKING_MS = 3_000;

type Filters = Omit<KeySelection, 'status'>;

/** A selection that finds keys, or could, where another one found none. */
export interface NearMiss {
  readonly selection: KeySelection;
  /** How many stand so now; 0 if such keys could only stand so. */
  readonly keys: number;
}

/** Undefined if keys may stand so. The selection is the one by which such keys are found. */
const never = (statuses: readonly KeyFilter[], { destination, error, exact }: Filters): KeySelection | undefined => {
  if (statuses.every((status) => status === 'held') && (destination ?? error) !== undefined) return { status: 'held' };
  if (!WAIT_REASONS.some((reason) => reason === error) || error === undefined) return undefined;
  // Visibility does not show a key that waits for its turn, nor what it waits for.
  if (error === 'rate-limited') {
    const isShown = statuses.includes('all') && destination === undefined && exact !== true;
    return isShown ? undefined : { status: 'all', error };
  }
  const parks = statuses.every((status) => status === 'parked');
  return parks ? { status: 'postponed', error, ...(destination === undefined ? {} : { destination }) } : undefined;
};

const stands = (status: KeyFilter, row: CensusRow): boolean =>
  status === 'all' || row.status === status || (STATUSES[status] ?? []).some((one) => one === row.status);

/** Says of a selection without keys where they are: as little as possible is let go of what was asked. */
export const nearMisses = (
  { rows }: Pick<Census, 'rows'>,
  routes: readonly Pick<ResolvedRoute, 'name'>[],
  statuses: readonly KeyFilter[],
  filters: Filters,
): readonly NearMiss[] => {
  const own = rows.filter(({ route }) => routes.some(({ name }) => name === route));
  const count = (selection: KeySelection): number =>
    own
      .filter((row) => stands(selection.status, row) && selects(selection, row))
      .reduce((sum, { keys }) => sum + keys, 0);
  const found = (selections: readonly KeySelection[]): readonly NearMiss[] =>
    selections.map((selection) => ({ selection, keys: count(selection) })).filter(({ keys }) => keys > 0);
  const others = KEY_FILTERS.filter((status) => status !== 'all' && !statuses.includes(status));
  const otherwise = found(others.map((status) => ({ ...filters, status })));
  // Whatever retries is postponed at times: it is named once.
  const shown = otherwise.filter(({ selection, keys }) =>
    selection.status === 'retrying'
      ? !otherwise.some((one) => one.selection.status === 'postponed' && one.keys === keys)
      : true,
  );
  if (shown.length > 0) return shown;
  const instead = never(statuses, filters);
  if (instead !== undefined) return [{ selection: instead, keys: count(instead) }];
  return found(elsewhere(own, statuses, filters));
};

/** Looks where keys are that a selection has not found. */
export const findNearMisses = async (
  client: Client,
  config: ResolvedConfig,
  routes: readonly ResolvedRoute[],
  statuses: readonly KeyFilter[],
  filters: Filters,
): Promise<readonly NearMiss[]> => {
  const census = await AskingTime.within(ASKING_MS, () => takeCensus(client, { ...config, routes }));
  return nearMisses(census, routes, statuses, filters);
};

/** The same cause at other destinations, or the same destination for other causes. */
const elsewhere = (
  rows: readonly CensusRow[],
  statuses: readonly KeyFilter[],
  { destination, error }: Filters,
): readonly KeySelection[] => {
  if (destination === undefined && error === undefined) return [];
  const standing = rows.filter((row) => isAskable(row) && statuses.some((status) => stands(status, row)));
  const selection = ({ status, destination: at, cause }: CensusRow): KeySelection => ({
    status,
    ...(at === undefined ? {} : { destination: at }),
    ...(cause === undefined ? {} : { error: cause }),
  });
  const sameCause = standing.filter((row) => error !== undefined && selects({ error }, row));
  const near = sameCause.length > 0 ? sameCause : standing.filter((row) => row.destination === destination);
  const each = new Map(near.map((row) => [JSON.stringify(selection(row)), selection(row)]));
  return Array.from(each.values()).slice(0, NAMED);
};
