import { jsonText } from '../../model/json-text';
import type { WireBytes, WireValue } from '../../model/contract/record';
import type { FullHead } from '../../operations/keys/edit-key';
import type { ShownKey } from '../../operations/keys/show-key';
import { terminalLines, terminalText } from '../../terminal-text';
import { headText, keyLine, keyText, standingText } from './key-lines';

const statusText = (shown: ShownKey): string => {
  const { answered, workflowStatus, held, chain, status, waiting = 0, retiredSince } = shown;
  if (retiredSince !== undefined) return `retired since ${retiredSince}: its next record brings it back`;
  if (workflowStatus !== 'RUNNING') return `held, ${held?.waiting ?? 0} waiting in addition to those of the closed run`;
  if (!answered) return 'unknown: no worker answered';
  if (chain === undefined) return `${waiting} waiting in the lane`;
  return status === undefined ? 'idle: nothing waiting' : `${standingText(status)}, ${headText(status)}`;
};

/** Formats a key or a lane in lines for people. */
export const shownKeyText = (shown: ShownKey): string => {
  const { workflowId, runId, workflowStatus, startTime, chain, status, counters = {}, state, keys = [] } = shown;
  const closed =
    workflowStatus === 'RUNNING' || shown.retiredSince !== undefined
      ? ''
      : '; closed: `sluice keys restart` continues it';
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
      `${at}, ${new Date(timestamp).toISOString()}${edited}`,
      ...headers.map(
        ([name, content]) => `header     ${terminalText(name, 100)}: ${terminalText(bytesText(content), 500)}`,
      ),
      `value      ${terminalText(valueText(value), MAX_VALUE_CHARACTERS)}`,
    ].join('\n'),
  );
};

const MAX_VALUE_CHARACTERS = 10_000;

const bytesText = (bytes: WireBytes | null): string =>
  bytes === null ? '(none)' : typeof bytes === 'string' ? bytes : `base64:${bytes.base64}`;

const valueText = (value: WireValue): string => {
  if ('json' in value) return jsonText(value);
  if ('text' in value) return value.text;
  if ('undecodable' in value) return `${bytesOf(value.base64)} (${value.undecodable})`;
  if ('base64' in value) return `base64:${value.base64}`;
  return 'tombstone' in value ? '(tombstone)' : `(${value.reference} bytes in Kafka)`;
};

/** A value that cannot be decoded is often almost text. */
const bytesOf = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');
