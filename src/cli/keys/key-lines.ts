// Formats keys and the records they are at in lines for people.
import type { ChainStatus, Failure } from '../../model/contract/contract';
import { doubtWords } from '../../model/doubts/doubt-words';
import { keyText } from '../../operations/keys/key-text';
import type { ListedKey } from '../../operations/keys/list-keys';
import { wholeCommands } from '../../operations/keys/whole-commands';
import { terminalText } from '../../terminal-text';

/** ` (unknown-account)`, or nothing: the code of a handler's TerminalError, or of what a destination in code threw. */
export const reasonText = (reason: string | undefined): string =>
  reason === undefined ? '' : ` (${terminalText(reason, 80)})`;

/** `handler-error: Error: no account (workflows.ts:12)` */
const failureText = ({ code, reason, message, at }: Failure): string =>
  `${code}${reasonText(reason)}: ${terminalText(message)}${at === undefined ? '' : ` (${terminalText(at)})`}`;

/** `at transfers/2/17, 4 waiting, failed attempts: 3, http-status: 422 from ledger, next attempt ..., callback paid until ...` */
export const headText = ({
  head,
  waiting,
  attempts,
  failure,
  doubts: [doubt] = [],
  wait,
  nextAttempt,
  beneath,
  callback,
}: Partial<Omit<ChainStatus, 'status'>>): string =>
  [
    head === undefined ? '' : `at ${terminalText(head.topic, 100)}/${head.partition}/${head.offset}`,
    waiting === undefined ? '' : `${waiting} waiting`,
    attempts === undefined ? '' : `failed attempts: ${attempts}`,
    failure === undefined ? '' : failureText(failure),
    doubt === undefined ? '' : `perhaps done: ${terminalText(doubtWords(doubt))}`,
    wait === undefined ? '' : `waits for ${wait.destination}: ${wait.reason}`,
    nextAttempt === undefined || beneath !== undefined ? '' : `next attempt ${nextAttempt}`,
    callback === undefined ? '' : `callback ${terminalText(callback.step, 64)} until ${callback.until}`,
  ]
    .filter((part) => part !== '')
    .join(', ');

/** `paused (parked)`: the status that follows the pause is in brackets. */
export const standingText = ({ status, beneath }: Pick<ListedKey, 'status' | 'beneath'>): string =>
  beneath === undefined ? status : `${status} (${beneath})`;

export const keyLine = (key: ListedKey): string => {
  const name = keyText(key.chain);
  const closed = key.closedRunId === undefined ? '' : `run ${key.closedRunId} was closed`;
  const words = [headText(key), closed].filter((part) => part !== '').join(', ');
  const details = wholeCommands(words, key.workflowId, key.chain);
  return `${standingText(key).padEnd(11)}${name}  ${details}  [${terminalText(key.workflowId)}]`;
};
