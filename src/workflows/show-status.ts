import { SearchAttributeType, defineSearchAttributeKey } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { STATUS_ATTRIBUTE, type ChainStatus, type HostStatus } from '../model/contract';

/** Chains that the details name. */
export const SHOWN_CHAINS = 10;
const NOTABLE: ReadonlySet<ChainStatus['status']> = new Set(['parked', 'retrying', 'waiting']);
const statusKey = defineSearchAttributeKey(STATUS_ATTRIBUTE, SearchAttributeType.KEYWORD);

/** Keys, topics and messages come from outside; in the UI they must stay text. */
const plain = (text: string): string =>
  text
    .slice(0, 300)
    // eslint-disable-next-line no-control-regex -- control characters are what is removed
    .replace(/[\u0000-\u001f\u007f]/g, ' ')
    .replace(/[\\`*_{}[\]<>()#+!|~&]/g, '\\$&');

const line = ({
  chain,
  status,
  waiting,
  head,
  failure,
  attempts,
  wait,
  nextAttempt,
  callback,
}: ChainStatus): string => {
  const at = head === undefined ? '' : ` at ${plain(head.topic)}/${String(head.partition)}/${head.offset}`;
  const why = failure === undefined ? '' : `: ${plain(failure.code)}, ${plain(failure.message)}`;
  const tries = attempts === undefined ? '' : ` (failed attempts: ${String(attempts)})`;
  const next = nextAttempt === undefined ? '' : ` Next attempt ${nextAttempt}.`;
  const awaited = callback === undefined ? '' : ` for callback ${plain(callback.step)} until ${callback.until}`;
  const held = wait === undefined ? '' : ` Held back: ${wait.reason}, ${plain(wait.destination)}.`;
  return `- **${status}**${awaited} ${plain(chain)}${at}, ${String(waiting)} waiting${why}${tries}${held}${next}`;
};

const details = ({ counters, waiting, parked, chains }: HostStatus): string => {
  const notable = chains.filter(({ status }) => NOTABLE.has(status)).slice(0, SHOWN_CHAINS);
  const { accepted, settled, duplicates, skipped, deadLettered = 0 } = counters;
  return [
    `**${String(waiting)}** waiting, **${String(parked)}** parked`,
    `${String(accepted)} accepted, ${String(settled)} settled, ${String(skipped)} skipped, ${String(deadLettered)} dead letters, ${String(duplicates)} duplicates filtered`,
    ...notable.map(line),
  ].join('\n\n');
};

/** Puts the status where an operator looks; no history. */
export const showDetails = (status: HostStatus): void => {
  setCurrentDetails(details(status));
};

/** Puts it into the search attribute when it changes: a command, so it must come at the same place in a replay. */
export const showSearchStatus = (wanted: 'parked' | 'retrying' | undefined): void => {
  if (workflowInfo().typedSearchAttributes.get(statusKey) === wanted) return;
  upsertSearchAttributes([{ key: statusKey, value: wanted ?? null }]);
};
