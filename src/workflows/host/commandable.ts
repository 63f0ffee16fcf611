// Whether a command may act on a chain now. Refused in words for an operator; what holds already is told apart from what
// cannot be done, so that a command may be given twice.
import { ApplicationFailure } from '@temporalio/common';
import type { KeyCommand } from '../../model/contract/contract';
import { NOTHING_TO_DO, REFUSED } from '../../model/key-commands';
import type { Chain } from '../chain/chain';
import type { InboxEntry } from '../chain/inbox';

/** A chain, its head record, and that an operator may act on it now. */
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
 * The chain, if an operator may act on its head record: it is parked, retrying, paused or waits for a callback, and is not
 * under way. `atRest`: its handler runs, but only waits, and can be abandoned.
 */
export const commandable = (
  chain: Chain | undefined,
  { chain: id, offset }: KeyCommand,
  verb: string,
  atRest = false,
): Commandable => {
  const head = chain?.inbox.head;
  if (chain === undefined || head === undefined) throw nothingToDo(`Key ${id} has no record to ${verb}.`);
  if (!atRest && moves(chain)) {
    throw nothingToDo(
      `Key ${id} is neither parked, retrying, paused nor waiting for a callback, so it has no record to ${verb}.`,
    );
  }
  if (offset !== undefined && offset !== head.position.offset) {
    throw refused(`Key ${id} is now at the record with offset ${head.position.offset}, not ${offset}.`);
  }
  if (chain.busy && !atRest) {
    const words = `The record of key ${id} is being attempted right now`;
    throw verb === 'retry' ? nothingToDo(`${words}.`) : refused(`${words}: try again in a moment.`);
  }
  return { chain, head };
};

/** As `commandable`, for a record that has failed: a paused one that has not is no matter for a retry. */
export const retryable = (chain: Chain | undefined, command: KeyCommand): Commandable => {
  const found = commandable(chain, command, 'retry');
  if (found.chain.block !== undefined || found.chain.callbacks.aloneAwaited) return found;
  throw nothingToDo(`Key ${command.chain} is paused at a record that has not failed: \`resume\` lets it go on.`);
};
