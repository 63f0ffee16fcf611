import type { KeyCommand } from '../model/contract';
import type { Chain } from './chain';

/** The chain, if its head record is held and may be retried or skipped now. @throws Error in words for an operator. */
export const commandable = (chain: Chain | undefined, { chain: id, offset }: KeyCommand): Chain => {
  const head = chain?.inbox.head;
  if (chain === undefined || head === undefined || (chain.hold === undefined && !chain.awaitsCallback)) {
    throw new Error(
      `Key ${id} is neither parked nor retrying nor waiting for a callback: there is nothing to retry or skip.`,
    );
  }
  if (chain.busy) throw new Error(`Key ${id} is being attempted right now: try again in a moment.`);
  if (offset !== undefined && offset !== head.position.offset) {
    throw new Error(`Key ${id} now holds the record at offset ${head.position.offset}, not ${offset}.`);
  }
  return chain;
};
