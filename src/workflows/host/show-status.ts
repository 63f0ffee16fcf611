import type { Failure } from '../../model/contract/failure';
import { SearchAttributeType, defineSearchAttributeKey, type SearchAttributeUpdatePair } from '@temporalio/common';
import { patched, setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { STATUS_ATTRIBUTE, type ChainStatus, type HostStatus } from '../../model/contract/contract';
import { doubtWords } from '../../model/doubts/doubt-words';
import { hostSummary } from '../../model/routes/hosting-words';
import { CAUSE_ATTRIBUTE, CAUSE_PATCH, DESTINATION_ATTRIBUTE } from '../../model/names/search-attributes';
import type { Searchable } from '../chain/chain-tally';

/** How many chains the details name. */
export const SHOWN_CHAINS = 10;
const statusKey = defineSearchAttributeKey(STATUS_ATTRIBUTE, SearchAttributeType.KEYWORD);
const destinationKey = defineSearchAttributeKey(DESTINATION_ATTRIBUTE, SearchAttributeType.KEYWORD_LIST);
const causeKey = defineSearchAttributeKey(CAUSE_ATTRIBUTE, SearchAttributeType.KEYWORD_LIST);

const NOTABLE: ReadonlySet<ChainStatus['status']> = new Set(['parked', 'retrying', 'postponed', 'paused', 'waiting']);

/** Escapes keys, topics and messages: they come from outside and must stay text in the UI. */
export const plain = (text: string): string =>
  text
    .slice(0, 300)
    // eslint-disable-next-line no-control-regex -- control characters are what is removed
    .replace(/[\u0000-\u001f\u007f]/g, ' ')
    .replace(/[\\`*_{}[\]<>()#+!|~&]/g, '\\$&');

const failureText = ({ code, message, at }: Failure): string =>
  `${plain(code)}, ${plain(message)}${at === undefined ? '' : `, ${plain(at)}`}`;

const line = (of: ChainStatus): string => {
  const { chain, status, beneath, waiting, head, failure, attempts, wait, nextAttempt, callback } = of;
  const [doubt] = of.doubts ?? [];
  const at = head === undefined ? '' : ` at ${plain(head.topic)}/${head.partition}/${head.offset}`;
  const why = failure === undefined ? '' : `: ${failureText(failure)}`;
  const tries = attempts === undefined ? '' : ` (failed attempts: ${attempts})`;
  const next = nextAttempt === undefined || status === 'paused' ? '' : ` Next attempt ${nextAttempt}.`;
  const awaited = callback === undefined ? '' : ` for callback ${plain(callback.step)} until ${callback.until}`;
  const also = beneath === undefined ? '' : ` (${beneath})`;
  const perhaps = doubt === undefined ? '' : ` **Perhaps done**: ${plain(doubtWords(doubt))}`;
  const waits = wait === undefined ? '' : ` Waits for ${plain(wait.destination)}: ${wait.reason}.`;
  return `- **${status}**${also}${awaited} ${plain(chain)}${at}, ${waiting} waiting${why}${tries}${perhaps}${waits}${next}`;
};

const details = ({ route, hosting, counters, waiting, parked, paused = 0, chains }: HostStatus): string => {
  const notable = chains.filter(({ status }) => NOTABLE.has(status)).slice(0, SHOWN_CHAINS);
  const { accepted, settled, duplicates, skipped, deadLettered = 0, refused = 0 } = counters;
  return [
    hostSummary(route, hosting),
    `**${waiting}** waiting, **${parked}** parked, **${paused}** paused`,
    `${accepted} accepted, ${settled} settled, ${skipped} skipped, ${deadLettered} dead letters, ${duplicates} duplicates filtered${refused === 0 ? '' : `, ${refused} inputs refused`}`,
    ...notable.map(line),
  ].join('\n\n');
};

/** Shows the status in the UI's details, which costs no history. */
export const showDetails = (status: HostStatus): void => {
  setCurrentDetails(details(status));
};

/** Before this patch, only the status was searchable. */
const DESTINATIONS = 'search-destination';

/** Before this patch, keys that are postponed were not searchable. */
const POSTPONED = 'search-postponed';

/**
 * Updates the search attributes on a change. This is a command, so a replay must make it at the same place: `older` is
 * what versions before the patch showed.
 */
export const showSearchStatus = (older: Searchable, newer = older): void => {
  const { typedSearchAttributes } = workflowInfo();
  const differs = older.status !== newer.status || older.destinations.length !== newer.destinations.length;
  const { status, destinations } = differs && patched(POSTPONED) ? newer : older;
  const pairs: SearchAttributeUpdatePair[] = [];
  if (typedSearchAttributes.get(statusKey) !== status) pairs.push({ key: statusKey, value: status ?? null });
  const listNames = (key: typeof destinationKey, names: readonly string[], patch: string): void => {
    if ((typedSearchAttributes.get(key) ?? []).join() === names.join() || !patched(patch)) return;
    pairs.push({ key, value: names.length === 0 ? null : [...names] });
  };
  listNames(destinationKey, destinations, DESTINATIONS);
  listNames(causeKey, newer.causes, CAUSE_PATCH);
  if (pairs.length > 0) upsertSearchAttributes(pairs);
};
