import type { ShownKey } from '../operations/show-key';
import { terminalLines, terminalText } from '../terminal-text';
import { holdText, keyLine, keyText } from './key-lines';

const statusText = ({ answered, workflowStatus, held, chain, status, waiting = 0 }: ShownKey): string => {
  if (workflowStatus !== 'RUNNING') return `held, ${String(held?.waiting ?? 0)} waiting beside those of the closed run`;
  if (!answered) return 'unknown: no worker answered';
  if (chain === undefined) return `${String(waiting)} waiting in the lane`;
  return status === undefined ? 'idle: nothing waits' : `${status.status}, ${holdText(status)}`;
};

/** A key, or a lane, in lines for people. */
export const shownKeyText = (shown: ShownKey): string => {
  const { workflowId, runId, workflowStatus, startTime, chain, status, counters = {}, state, keys = [] } = shown;
  const closed = workflowStatus === 'RUNNING' ? '' : '; closed: `sluice keys restart` continues it';
  const counts = Object.entries(counters).map(([name, count]) => `${name} ${String(count)}`);
  return terminalLines(
    [
      `workflow   ${workflowId}`,
      `run        ${runId}, ${workflowStatus}, started ${startTime.toISOString()}${closed}`,
      ...(chain === undefined ? [] : [`key        ${keyText(status?.key, chain)}`]),
      `status     ${statusText(shown)}`,
      ...(counts.length === 0 ? [] : [`counters   ${counts.join(', ')}`]),
      ...(state === undefined ? [] : [`state      ${terminalText(JSON.stringify(state), 2_000)}`]),
      ...keys.map((key) => `  ${keyLine({ workflowId, ...key })}`),
    ].join('\n'),
  );
};
