import type { FullHead } from '../../operations/keys/edit-key';
import { keyText } from '../../operations/keys/key-text';
import type { ShownKey } from '../../operations/keys/show-key';
import { wholeCommands } from '../../operations/keys/whole-commands';
import { bytesText, valueText } from '../../operations/keys/value-text';
import { isoTime } from '../../model/iso-time';
import { terminalLines, terminalText } from '../../terminal-text';
import { headText, keyLine, standingText } from './key-lines';

const statusText = (shown: ShownKey): string => {
  const { answered, workflowStatus, held, chain, status, waiting = 0, retiredSince } = shown;
  if (retiredSince !== undefined) return `retired since ${retiredSince}: its next record brings it back`;
  if (workflowStatus !== 'RUNNING') return `held, ${held?.waiting ?? 0} waiting in addition to those of the closed run`;
  if (shown.cannotRun !== undefined) return `cannot run: ${terminalText(shown.cannotRun, 500)} (see docs/operating.md)`;
  if (!answered) return 'unknown: no worker answered';
  if (chain === undefined) return `${waiting} waiting in the lane`;
  return status === undefined ? 'idle: nothing waiting' : `${standingText(status)}, ${headText(status)}`;
};

/** Formats a key or a lane in lines for people. */
export const shownKeyText = (shown: ShownKey): string => {
  const { workflowId, runId, workflowStatus, startTime, chain, counters = {}, state, keys = [] } = shown;
  const closed =
    workflowStatus === 'RUNNING' || shown.retiredSince !== undefined
      ? ''
      : '; closed: `sluice keys restart` continues it';
  const counts = Object.entries(counters).map(([name, count]) => `${name} ${String(count)}`);
  const lines = terminalLines(
    [
      `workflow   ${workflowId}`,
      `run        ${runId}, ${workflowStatus}, started ${startTime.toISOString()}${closed}`,
      ...(chain === undefined ? [] : [`key        ${keyText(chain)}`]),
      `status     ${statusText(shown)}`,
      ...(counts.length === 0 ? [] : [`counters   ${counts.join(', ')}`]),
      ...(state === undefined ? [] : [`state      ${terminalText(JSON.stringify(state), 2_000)}`]),
      ...keys.map((key) => `  ${keyLine({ workflowId, ...key })}`),
    ].join('\n'),
  );
  return wholeCommands(lines, workflowId, chain);
};

/** Formats the record that a key is at in lines for people. */
export const recordText = (head: FullHead | null): string => {
  if (head === null) return 'record     none waiting';
  const { topic } = head.stream;
  const at = `record     ${terminalText(topic, 100)}/${head.position.partition}/${head.position.offset}`;
  if ('gone' in head) return terminalLines(`${at}, ${head.gone}`);
  const { value, headers = [], revision, timestamp } = head.record;
  const edited = revision === undefined ? '' : `, edited (revision ${revision})`;
  return terminalLines(
    [
      `${at}, ${isoTime(timestamp) ?? 'at a time that no date has'}${edited}`,
      ...headers.map(
        ([name, content]) => `header     ${terminalText(name, 100)}: ${terminalText(bytesText(content), 500)}`,
      ),
      `value      ${terminalText(valueText(value), MAX_VALUE_CHARACTERS)}`,
    ].join('\n'),
  );
};

const MAX_VALUE_CHARACTERS = 10_000;
