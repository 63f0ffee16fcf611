import { SearchAttributeType, defineSearchAttributeKey } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { STATUS_ATTRIBUTE, type ChainStatus, type HostStatus } from '../model/contract';

/** Retries before the search attribute says so: it costs a history event, and most retries end at once. */
const ATTEMPTS_WORTH_SEARCHING = 3;
const LISTED = 10;
const statusKey = defineSearchAttributeKey(STATUS_ATTRIBUTE, SearchAttributeType.KEYWORD);

/** Keys, topics and messages come from outside; in the UI they must stay text. */
const plain = (text: string): string =>
  text
    .slice(0, 300)
    // eslint-disable-next-line no-control-regex -- control characters are what is removed
    .replace(/[\u0000-\u001f\u007f]/g, ' ')
    .replace(/[\\`*_{}[\]<>()#+!|~&]/g, '\\$&');

const line = ({ chain, status, waiting, head, failure, attempts, nextAttempt }: ChainStatus): string => {
  const at = head === undefined ? '' : ` at ${plain(head.topic)}/${String(head.partition)}/${head.offset}`;
  const why = failure === undefined ? '' : `: ${plain(failure.code)}, ${plain(failure.message)}`;
  const tries = attempts === undefined ? '' : ` (failed attempts: ${String(attempts)})`;
  const next = nextAttempt === undefined ? '' : ` Next attempt ${nextAttempt}.`;
  return `- **${status}** ${plain(chain)}${at}, ${String(waiting)} waiting${why}${tries}${next}`;
};

const details = ({ counters, waiting, parked, chains }: HostStatus): string => {
  const notable = chains.filter(({ status }) => status === 'parked' || status === 'retrying').slice(0, LISTED);
  const { accepted, settled, duplicates, skipped, deadLettered = 0 } = counters;
  return [
    `**${String(waiting)}** waiting, **${String(parked)}** parked`,
    `${String(accepted)} accepted, ${String(settled)} settled, ${String(skipped)} skipped, ${String(deadLettered)} dead letters, ${String(duplicates)} duplicates filtered`,
    ...notable.map(line),
  ].join('\n\n');
};

const searchStatus = ({ parked, chains }: HostStatus): string | undefined => {
  if (parked > 0) return 'parked';
  return chains.some(({ status, attempts = 0 }) => status === 'retrying' && attempts >= ATTEMPTS_WORTH_SEARCHING)
    ? 'retrying'
    : undefined;
};

/** Puts the status where an operator looks: current details (no history), and a search attribute when it changes. */
export const showStatus = (status: HostStatus): void => {
  setCurrentDetails(details(status));
  const wanted = searchStatus(status);
  if (workflowInfo().typedSearchAttributes.get(statusKey) === wanted) return;
  upsertSearchAttributes([{ key: statusKey, value: wanted ?? null }]);
};
