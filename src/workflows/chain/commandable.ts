// Whether a command may act on a chain now. Refusals are in words for an operator, and tell what already holds from
// what cannot be done, so that a command may be given twice.
import { ApplicationFailure } from '@temporalio/common';
import type { KeyCommand } from '../../model/contract/contract';
import { NOTHING_TO_DO, REFUSED, type RetryCommand } from '../../model/keys/key-commands';
import type { Chain } from './chain';
import { headRevision } from './head-revision';
import type { InboxEntry } from '../inbox/inbox';

/** A chain on which an operator may act now, with its head record. */
export interface Commandable {
  readonly chain: Chain;
  readonly head: InboxEntry;
}

export const refused = (message: string): ApplicationFailure => ApplicationFailure.nonRetryable(message, REFUSED);
export const nothingToDo = (message: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(message, NOTHING_TO_DO);

const moves = ({ block, paused, callbacks }: Chain): boolean =>
  block === undefined && !paused && !callbacks.aloneAwaited;

/**
 * The chain, if an operator may act on its head record: it is parked, retrying, postponed, paused or waiting
 * for a callback, and no attempt is under way. `atRest` means that its handler runs but only waits, and can be abandoned.
 */
export const commandable = (
  chain: Chain | undefined,
  command: KeyCommand & Pick<RetryCommand, 'newEffect'>,
  verb: string,
  atRest = false,
): Commandable => {
  const { chain: id, newEffect } = command;
  const head = chain?.inbox.head;
  if (chain === undefined || head === undefined) throw nothingToDo(`Key ${id} has no record to ${verb}.`);
  if (!atRest && moves(chain)) {
    throw nothingToDo(
      `Key ${id} is not parked, retrying, postponed, paused or waiting for a callback, so it has no record to ${verb}.`,
    );
  }
  assertShown(chain, head, command);
  // It is being retried, but not with a new effect.
  if (chain.busy && !atRest) throw attempted(id, verb === 'retry' && newEffect === undefined);
  return { chain, head };
};

/** I4: the next record of a key is not the one that the operator has decided about, nor is an edited one. */
const assertShown = (
  chain: Chain,
  { stream: { topic }, position: { partition, offset: at } }: InboxEntry,
  { chain: id, offset = at, shown }: KeyCommand,
): void => {
  if (offset !== at) throw refused(`Key ${id} is now at the record with offset ${at}, not ${offset}.`);
  if (shown === undefined) return;
  if (shown.topic !== topic || shown.partition !== partition) {
    const place = `${topic}/${partition}/${at}`;
    throw refused(`Key ${id} is now at the record ${place}, not at ${shown.topic}/${shown.partition}/${offset}.`);
  }
  const { revision = 0 } = headRevision(chain);
  if (shown.revision !== revision) {
    throw refused(`The record of key ${id} has revision ${revision} by now, not ${shown.revision}: look at it again.`);
  }
};

const attempted = (id: string, isThatWanted: boolean): ApplicationFailure => {
  const words = `The record of key ${id} is being attempted right now`;
  return isThatWanted ? nothingToDo(`${words}.`) : refused(`${words}: try again in a moment.`);
};

/** Like `commandable`, for a record that has failed: a paused record that has not failed cannot be retried. */
export const retryable = (chain: Chain | undefined, command: RetryCommand): Commandable => {
  const found = commandable(chain, command, 'retry');
  if (found.chain.block !== undefined || found.chain.callbacks.aloneAwaited) return found;
  throw nothingToDo(`Key ${command.chain} is paused at a record that has not failed: \`resume\` lets it go on.`);
};
